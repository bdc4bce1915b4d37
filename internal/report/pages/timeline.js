"use strict";
// The slider of each spot lays copies of its two pictures over each other.
document.querySelectorAll(".slider").forEach(slider => {
  const over = slider.querySelector(".over"), from = slider.querySelector("input");
  [slider.dataset.first, slider.dataset.newest].forEach(id => {
    const copy = document.getElementById(id).cloneNode();
    copy.removeAttribute("id");
    copy.alt = "";
    over.append(copy);
  });
  const slide = () => over.style.setProperty("--from", from.value + "%");
  from.addEventListener("input", slide);
  slider.hidden = false;
  slide();
});

// A photo opens large over the page; Esc, the button or a click beside it closes it.
const large = document.getElementById("large"), picture = large.querySelector("img");
document.querySelectorAll(".photo").forEach(button => button.addEventListener("click", () => {
  const shown = button.querySelector("img");
  picture.src = shown.src;
  picture.alt = shown.alt;
  large.showModal();
}));
document.getElementById("close").addEventListener("click", () => large.close());
large.addEventListener("click", event => { if (event.target === large) large.close(); });

"use strict";
const over = document.getElementById("over"), from = document.getElementById("from");
const slide = () => over.style.setProperty("--from", from.value + "%");
from.addEventListener("input", slide);
document.getElementById("slider").hidden = false;
slide();

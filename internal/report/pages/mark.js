"use strict";
const byId = id => document.getElementById(id);
const page = byId("page"), stage = byId("stage");
const width = +page.dataset.width, height = +page.dataset.height;
const boxFields = ["x", "y", "w", "h"].map(byId), rulerFields = ["x1", "y1", "x2", "y2"].map(byId);
const clamp = (v, low, high) => Math.min(Math.max(v, low), high);
const drawing = () => document.querySelector("input[name=draw]:checked").value;

// numbers gives what stands in fields, or null where one is empty.
const numbers = fields => fields.some(f => f.value === "") ? null : fields.map(f => +f.value);
const fill = (fields, values) => fields.forEach((f, i) => { f.value = values[i]; });
const set = (name, values) => document.querySelectorAll(name).forEach(shape => Object.entries(values).forEach(([k, v]) => shape.setAttribute(k, v)));

function fillBox(a, b) {
  const x = Math.round(clamp(Math.min(a.x, b.x), 0, width - 1)), y = Math.round(clamp(Math.min(a.y, b.y), 0, height - 1));
  fill(boxFields, [x, y, clamp(Math.round(Math.max(a.x, b.x)) - x, 1, width - x), clamp(Math.round(Math.max(a.y, b.y)) - y, 1, height - y)]);
}

const tenth = v => Math.round(v * 10) / 10;
function fillRuler(a, b) {
  fill(rulerFields, [clamp(tenth(a.x), 0, width), clamp(tenth(a.y), 0, height), clamp(tenth(b.x), 0, width), clamp(tenth(b.y), 0, height)]);
}

// show draws what stands in the fields and writes the command that records it.
function show() {
  const box = numbers(boxFields), ruler = numbers(rulerFields), mm = +byId("mm").value;
  const [x, y, w, h] = box || [0, 0, 0, 0], [x1, y1, x2, y2] = ruler || [0, 0, 0, 0];
  set(".box", { x, y, width: Math.max(w, 0), height: Math.max(h, 0), visibility: box ? "visible" : "hidden" });
  set(".ruler", { x1, y1, x2, y2, visibility: ruler ? "visible" : "hidden" });
  let command = page.dataset.command;
  if (box && w > 0 && h > 0) command += ` --box ${box.join(",")}`;
  if (ruler && mm > 0 && Math.hypot(x2 - x1, y2 - y1) >= 1) command += ` --ruler ${ruler.join(",")}=${mm}mm`;
  if (byId("kind").value) command += ` --kind ${byId("kind").value}`;
  byId("command").textContent = command;
  byId("said").textContent = "";
}

// A drag draws from where it began to where the pointer is, in pixels of the photo.
let began = null;
const at = event => {
  const r = stage.getBoundingClientRect();
  return { x: (event.clientX - r.left) / r.width * width, y: (event.clientY - r.top) / r.height * height };
};
const draw = (a, b) => { (drawing() === "box" ? fillBox : fillRuler)(a, b); show(); };
stage.addEventListener("pointerdown", event => {
  if (event.button !== 0) return;
  began = at(event);
  stage.setPointerCapture(event.pointerId);
});
stage.addEventListener("pointermove", event => { if (began) draw(began, at(event)); });
stage.addEventListener("pointerup", () => { began = null; });
stage.addEventListener("pointercancel", () => { began = null; });

const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
stage.addEventListener("keydown", event => {
  const arrow = arrows[event.key];
  if (!arrow || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const step = event.altKey ? 1 : Math.max(1, Math.round(Math.max(width, height) / 100));
  const [dx, dy] = arrow.map(v => v * step);
  const rulerToo = drawing() === "ruler";
  const [a, b, c, d] = numbers(rulerToo ? rulerFields : boxFields) ||
    (rulerToo ? [width * .4, height * .6, width * .6, height * .6] : [width * .45, height * .45, width * .1, height * .1]).map(Math.round);
  if (rulerToo) {
    fillRuler(event.shiftKey ? { x: a, y: b } : { x: a + dx, y: b + dy }, { x: c + dx, y: d + dy });
  } else if (event.shiftKey) {
    fill(boxFields, [a, b, clamp(c + dx, 1, width - a), clamp(d + dy, 1, height - b)]);
  } else {
    fill(boxFields, [clamp(a + dx, 0, width - c), clamp(b + dy, 0, height - d), c, d]);
  }
  show();
});

byId("zoom").addEventListener("change", () => {
  const view = stage.parentElement, zoom = +byId("zoom").value, box = numbers(boxFields);
  stage.style.width = zoom * 100 + "%";
  const [x, y] = box ? [box[0] + box[2] / 2, box[1] + box[3] / 2] : [width / 2, height / 2];
  view.scrollTo(x / width * stage.clientWidth - view.clientWidth / 2, y / height * stage.clientHeight - view.clientHeight / 2);
});
[...boxFields, ...rulerFields, byId("mm"), byId("kind")].forEach(field => field.addEventListener("input", show));

byId("copy").addEventListener("click", async () => {
  const selection = getSelection();
  selection.selectAllChildren(byId("command"));
  let copied = false;
  try {
    await navigator.clipboard.writeText(byId("command").textContent);
    copied = true;
  } catch {
    copied = document.execCommand("copy");
  }
  byId("said").textContent = copied ? "copied" : "it is selected: copy it with the keyboard";
});
show();

// Puts the page together, and moves through the steps.

const $ = (id) => document.getElementById(id);
let run;
let diagram;
let current = 0;
// Only the page of plumb explore has choices to offer.
const chooser = typeof choosing === "function" ? choosing() : null;

function load(data, step) {
  run = model(data);
  $("name").textContent = data.name;
  $("story").replaceChildren(...(data.story || []).map((line) => element("span", {}, line + " ")));
  const facts = [data.bounds, "rules of " + data.rules];
  $("facts").replaceChildren(...facts.map((fact) => element("li", {}, fact)));
  $("slider").max = run.last;
  $("steps").replaceChildren(...run.steps.map((taken) => element("li", {},
    element("button", { type: "button", onclick: () => go(taken.number) }, taken.words))));
  chooser?.loaded();
  redraw();
  go(step);
}

function redraw() {
  diagram = draw(run, $("diagram").clientWidth, go);
  $("diagram").replaceChildren(diagram.svg);
  $("lanes").style.setProperty("height", diagram.height + "px");
  $("lanes").replaceChildren(...diagram.names.map((lane) => {
    const name = element("span", {}, "Server " + lane.id);
    name.style.setProperty("top", lane.y + "px");
    return name;
  }));
}

function go(step) {
  current = Math.max(0, Math.min(run.last, step));
  const slider = $("slider");
  slider.value = current;
  const words = current === 0 ? "start" : run.steps[current - 1].words;
  slider.setAttribute("aria-valuetext", `Step ${current} of ${run.last}: ${words}`);
  $("place").textContent = `${current} / ${run.last}`;
  $("first").disabled = $("back").disabled = current === 0;
  $("last").disabled = $("forward").disabled = current === run.last;
  keepInSight(diagram.move(current));
  $("now").replaceChildren(...nowPanel(run, current));
  $("servers").replaceChildren(...run.data.initial.map((server) => serverCard(run, current, server.id)));
  $("logs").replaceChildren(logTable(run, current));
  $("properties").replaceChildren(...propertyList(run, current, chooser?.ask));
  [...$("steps").children].forEach((item, place) => {
    const button = item.firstElementChild;
    item.classList.toggle("broken", run.breaks.some((property) => property.brokenAt === place + 1));
    if (place + 1 === current) {
      button.setAttribute("aria-current", "step");
    } else {
      button.removeAttribute("aria-current");
    }
  });
  chooser?.shown(current);
}

function keepInSight({ left, right }) {
  const box = $("diagram");
  if (left < box.scrollLeft) {
    box.scrollLeft = left;
  } else if (right > box.scrollLeft + box.clientWidth) {
    box.scrollLeft = right - box.clientWidth;
  }
}

const KEYS = {
  ArrowLeft: () => go(current - 1),
  ArrowRight: () => go(current + 1),
  PageUp: () => go(current - 5),
  PageDown: () => go(current + 5),
  Home: () => go(0),
  End: () => go(run.last),
};

document.addEventListener("keydown", (pressed) => {
  const typing = pressed.target.matches("input[type=text], input[type=number], select, textarea");
  if (!typing && KEYS[pressed.key] && !pressed.ctrlKey && !pressed.altKey && !pressed.metaKey && !pressed.shiftKey) {
    pressed.preventDefault();
    KEYS[pressed.key]();
  }
});
$("slider").addEventListener("input", () => go(Number($("slider").value)));
$("first").addEventListener("click", KEYS.Home);
$("back").addEventListener("click", KEYS.ArrowLeft);
$("forward").addEventListener("click", KEYS.ArrowRight);
$("last").addEventListener("click", KEYS.End);
let resizing;
window.addEventListener("resize", () => {
  clearTimeout(resizing);
  resizing = setTimeout(() => { redraw(); go(current); }, 100);
});
legend($("legend"));
// page.html#7 opens at step 7.
load(JSON.parse($("data").textContent), Number(location.hash.slice(1)) || 0);
chooser?.start();

// The space-time diagram: a lane for each server, time from left to right, a column for each step.

const BAND = 20;
const TOP = 34;
const ICONS = {
  ElectionTimeout: "M0-4.500V0L3 2M0-6.500a6.5 6.5 0 1 1-.01 0",
  HeartbeatTimeout: "M-6 0h3l1.8-4 2.4 8L3 0h3",
  ClientRequest: "M0-6V4M-3.5 1 0 4.5 3.5 1",
  Restart: "M1.5-6.5-3 .500h5L-1.5 6.5",
  DropMessage: "M-3.5-3.5 3.5 3.500M-3.5 3.5 3.5-3.5",
};

function draw(run, width, show) {
  const gap = run.servers <= 3 ? 84 : run.servers <= 5 ? 66 : 52;
  const column = Math.max(26, Math.min(150, Math.floor((width - 16) / (run.last + 1.3))));
  const x = (step) => Math.round((step + 0.65) * column);
  const y = (server) => TOP + 34 + (server - 1) * gap;
  const total = Math.max(x(run.last) + Math.round(column * 0.65), 60);
  const height = y(run.servers) + 46;
  const svg = element("svg:svg", {
    width: total,
    height,
    viewBox: `0 0 ${total} ${height}`,
    role: "img",
    "aria-label": `${run.servers} servers, ${run.last} steps. The list of steps tells the same in words.`,
  });
  const cursor = element("svg:rect", { class: "cursor", y: 0, width: column, height });
  svg.append(cursor);
  const main = run.breaks.length > 0 ? run.breaks[0].brokenAt : -1;
  const brokenAt = new Set(run.breaks.map((property) => property.brokenAt));
  for (const step of brokenAt) {
    const classes = step === main ? "break main" : "break";
    svg.append(element("svg:rect", { class: classes, x: x(step) - column / 2, y: 0, width: column, height }));
  }
  for (let step = 0; step <= run.last; step++) {
    svg.append(number(step));
  }
  for (let server = 1; server <= run.servers; server++) {
    svg.append(lane(server));
  }
  const arrows = run.arrows.map((arrow) => [arrow, arrow.ended === null ? stub(arrow) : line(arrow)]);
  svg.append(...arrows.map(([, drawn]) => drawn));
  run.steps.forEach((step) => svg.append(...event(step)));
  const veil = element("svg:rect", { class: "veil", y: TOP - 8, height: height - TOP + 8 });
  svg.append(veil);
  for (let step = 0; step <= run.last; step++) {
    svg.append(element("svg:rect", {
      class: "column",
      x: x(step) - column / 2,
      y: 0,
      width: column,
      height,
      onclick: () => show(step),
    }));
  }

  function number(step) {
    const mark = element("svg:g", { class: `number${brokenAt.has(step) ? " broken" : ""}${step === main ? " main" : ""}` });
    if (brokenAt.has(step)) {
      mark.append(element("svg:circle", { cx: x(step), cy: 15, r: 11 }));
    }
    mark.append(element("svg:text", { x: x(step), y: 19 }, String(step)));
    return mark;
  }

  /** Stretches of the same role and term. */
  function lane(server) {
    const group = element("svg:g", { class: "lane" });
    let from = 0;
    for (let step = 1; step <= run.last + 1; step++) {
      const was = run.states[step - 1][server - 1];
      const is = step <= run.last ? run.states[step][server - 1] : null;
      const crashed = step <= run.last && restarts(run.steps[step - 1], server);
      if (!is || crashed || is.role !== was.role || is.currentTerm !== was.currentTerm) {
        const end = is ? x(step) : total;
        const start = from === 0 ? 0 : x(from) + (restarts(run.steps[from - 1], server) ? 9 : 0);
        group.append(...stretch(was, start, end - (crashed ? 9 : 0), server, from));
        from = step;
      }
    }
    return group;
  }

  function restarts(step, server) {
    return step.choice.action === "Restart" && step.server === server && !step.skipped;
  }

  function stretch(state, start, end, server, from) {
    const inset = from === 0 || restarts(run.steps[from - 1], server) ? 4 : ICONS[run.steps[from - 1].choice.action] ? 13 : 8;
    const next = run.steps.find((step) => step.number > from && step.server === server);
    const room = Math.min(end, next ? x(next.number) - (ICONS[next.choice.action] ? 10 : 4) : end) - start - inset;
    const long = `${state.role}, term ${state.currentTerm}`;
    const label = room > long.length * 6.2 ? long : state.role[0].toUpperCase() + state.currentTerm;
    const classes = `${state.role} ${termClass(state.currentTerm)}`;
    return [
      element("svg:rect", {
        class: classes, x: start, y: y(server) - BAND / 2, width: Math.max(end - start, 1), height: BAND, rx: 3,
      }, element("svg:title", {}, `Server ${server}: ${long}`)),
      room > label.length * 6
        ? element("svg:text", { class: classes, x: start + inset, y: y(server) + 4 }, label)
        : null,
    ];
  }

  function arrowClass(arrow) {
    return ["arrow", isRequest(arrow.message) ? "request" : "response", refuses(arrow.message) ? "no" : "",
      arrow.again ? "again" : "", arrow.lost ? "lost" : "", arrow.ended === null ? "open" : ""].join(" ");
  }

  function line(arrow) {
    const { from, to } = arrow.message;
    const down = to > from ? 1 : -1;
    const [x1, y1] = [x(arrow.sent), y(from) + down * (BAND / 2 + 1)];
    let [x2, y2] = [x(arrow.ended), y(to) - down * (BAND / 2 + 1)];
    if (arrow.lost) {
      [x2, y2] = [x1 + (x2 - x1) * 0.8, y1 + (y2 - y1) * 0.8];
    }
    const length = Math.hypot(x2 - x1, y2 - y1) || 1;
    const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
    const back = [x2 - dx * 8, y2 - dy * 8];
    const head = arrow.lost
      ? cross(x2, y2)
      : element("svg:path", {
          class: "head",
          d: `M${x2} ${y2}L${back[0] - dy * 3.6} ${back[1] + dx * 3.6}L${back[0] + dy * 3.6} ${back[1] - dx * 3.6}Z`,
        });
    return element("svg:g", { class: arrowClass(arrow) },
      element("svg:title", {}, describe(arrow.message) + (arrow.lost ? ", lost" : arrow.again ? ", again" : "")),
      element("svg:path", { class: "shaft", d: `M${x1} ${y1}L${back[0]} ${back[1]}` }),
      head,
      // Half-way to the next lane, so that no lane hides it.
      ...cargo(arrow.message, x1 + (x2 - x1) * 0.5 / Math.abs(to - from), y1 + (y2 - y1) * 0.5 / Math.abs(to - from)));
  }

  /** A message that never arrives: a short line that ends in a cross. */
  function stub(arrow) {
    const { from, to } = arrow.message;
    const down = to > from ? 1 : -1;
    const far = Math.abs(to - from);
    const [x1, y1] = [x(arrow.sent), y(from) + down * (BAND / 2 + 1)];
    const [x2, y2] = [x1 + Math.min(10, column / 3), y1 + down * Math.min(7 + 8 * far, gap / 2 - 4)];
    return element("svg:g", { class: arrowClass(arrow) },
      element("svg:title", {}, describe(arrow.message) + ", never delivered in this schedule"),
      element("svg:path", { class: "shaft", d: `M${x1} ${y1}L${x2} ${y2}` }),
      cross(x2, y2));
  }

  function cross(cx, cy) {
    return element("svg:path", { class: "cross", d: `M${cx - 3} ${cy - 3}l6 6M${cx - 3} ${cy + 3}l6-6` });
  }

  /** The entries that a request carries, as boxes of their terms' colours. */
  function cargo(message, cx, cy) {
    const entries = (message.entries || []).slice(0, 4);
    return entries.map((entry, place) => element("svg:rect", {
      class: "cargo " + termClass(entry.term),
      x: cx - entries.length * 5 + place * 10, y: cy - 4.5, width: 9, height: 9, rx: 2,
    }));
  }

  function event(step) {
    const [cx, cy] = [x(step.number), y(step.server)];
    const drawn = [];
    if (step.choice.action === "DropMessage" || !(cy > 0)) {
      return drawn;
    }
    const icon = ICONS[step.choice.action];
    drawn.push(element("svg:g", {
      class: `event ${step.choice.action}${step.skipped ? " skipped" : ""}`,
      transform: `translate(${cx} ${cy})`,
    },
      element("svg:title", {}, step.words),
      element("svg:circle", { r: icon ? 10 : 4 }),
      icon ? element("svg:path", { d: icon }) : null));
    if (step.choice.action === "ClientRequest") {
      const commands = step.choice.commands.map((command) => commandOf({ command })).join(" ");
      drawn.push(element("svg:text", { class: "note", x: cx, y: cy - 15 },
        commands.length * 7 <= column ? commands : "+" + step.choice.commands.length));
    }
    const before = run.states[step.number - 1][step.server - 1];
    if (step.after && step.after.commitIndex > before.commitIndex) {
      drawn.push(element("svg:text", { class: "note commit", x: cx + 7, y: cy + 24 }, "✓" + step.after.commitIndex));
    }
    return drawn;
  }

  return {
    svg,
    names: run.data.initial.map((server) => ({ id: server.id, y: y(server.id) })),
    height,
    /** Moves the cursor, and lightens what is still to come. */
    move(step) {
      cursor.setAttribute("x", x(step) - column / 2);
      veil.setAttribute("x", x(step) + column / 2);
      veil.setAttribute("width", step < run.last ? total - x(step) - column / 2 : 0);
      for (const [arrow, drawn] of arrows) {
        drawn.classList.toggle("now", arrow.sent === step || arrow.ended === step);
      }
      return { left: x(step) - column * 1.5, right: x(step) + column * 1.5 };
    },
  };
}

/** What the signs mean. */
function legend(element_) {
  const swatch = (role) => element("svg:svg", { viewBox: "0 0 34 16", "aria-hidden": true },
    element("svg:rect", { class: role + " t1", x: 1, y: 1, width: 32, height: 14, rx: 3 }));
  const arrow = (classes, ...more) => element("svg:svg", { viewBox: "0 0 34 16", "aria-hidden": true },
    element("svg:g", { class: "arrow now " + classes },
      element("svg:path", { class: "shaft", d: classes.includes("open") ? "M2 8H20" : "M2 8H25" }), ...more));
  const head = () => element("svg:path", { class: "head", d: "M32 8 24 4.400V11.600Z" });
  const icon = (action) => element("svg:svg", { viewBox: "-17 -12 34 24", "aria-hidden": true },
    element("svg:g", { class: "event " + action },
      element("svg:circle", { r: 10 }), element("svg:path", { d: ICONS[action] })));
  const signs = [
    ["follower", swatch("follower")],
    ["candidate", swatch("candidate")],
    ["leader", swatch("leader")],
    ["request", arrow("request", head())],
    ["with an entry", arrow("request", head(),
      element("svg:rect", { class: "cargo t1", x: 8, y: 3.5, width: 9, height: 9, rx: 2 }))],
    ["yes", arrow("response", head())],
    ["no", arrow("response no", head())],
    ["never delivered", arrow("request open", element("svg:path", { class: "cross", d: "M19 5l6 6M19 11l6-6" }))],
    ["election timeout", icon("ElectionTimeout")],
    ["heartbeat timeout", icon("HeartbeatTimeout")],
    ["client", icon("ClientRequest")],
    ["crash and restart", icon("Restart")],
  ];
  element_.replaceChildren(...signs.map(([name, sign]) => element("li", {}, sign, name)));
}

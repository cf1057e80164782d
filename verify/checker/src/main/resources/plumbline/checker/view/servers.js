// What the servers hold after a step, what of it has changed, their logs, and the properties.

function orDash(value) {
  return value === undefined || value === null ? "–" : String(value);
}

/** A value, and what it was if it has changed. */
function field(name, was, is, unit = (text) => text) {
  const changed = was !== is;
  return element("dd", { class: changed ? "changed" : undefined, "data-field": name },
    ...(changed ? [element("del", {}, unit(orDash(was))), element("span", { class: "to" }, " → ")] : []),
    element(changed ? "ins" : "span", {}, unit(orDash(is))));
}

function serverCard(run, step, id) {
  const is = run.states[step][id - 1];
  const was = step > 0 ? run.states[step - 1][id - 1] : is;
  const acting = step > 0 && run.steps[step - 1].server === id && !run.steps[step - 1].skipped;
  const vote = (state) => (state.votedFor === 0 ? "nobody" : "server " + state.votedFor);
  const votes = (state) => state.votesGranted && "{" + state.votesGranted.join(", ") + "}";
  const rows = [
    ["currentTerm", field("currentTerm", was.currentTerm, is.currentTerm)],
    ["votedFor", field("votedFor", vote(was), vote(is))],
    ["commitIndex", field("commitIndex", was.commitIndex, is.commitIndex)],
    ["votesGranted", field("votesGranted", votes(was), votes(is))],
    ["nextIndex", perServer("nextIndex")],
    ["matchIndex", perServer("matchIndex")],
  ];

  function perServer(name) {
    if (!is[name]) {
      return field(name, undefined, undefined);
    }
    const list = element("dd", { class: "per-server", "data-field": name });
    is[name].forEach((index, place) => {
      if (place !== id - 1) {
        const before = was[name] && was[name][place];
        const changed = before !== index;
        list.append(element("span", { class: changed ? "changed" : undefined, title: `for server ${place + 1}` },
          element("small", {}, `S${place + 1}`), changed && before !== undefined ? `${before}→${index}` : String(index)));
      }
    });
    return list;
  }

  const role = element("span", {
    class: `role ${is.role} ${termClass(is.currentTerm)}${was.role !== is.role ? " turned" : ""}`,
    "data-field": "role",
  }, is.role);
  return element("section", { class: acting ? "card acting" : "card", "data-server": id, "aria-label": `Server ${id}` },
    element("h3", {}, `Server ${id}`, role),
    element("dl", {}, ...rows.flatMap(([name, value]) => [element("dt", {}, name), value])));
}

/** The logs below each other, an entry of the same index in the same column. */
function logTable(run, step) {
  const longest = Math.max(0, ...run.states.flatMap((servers) => servers.map((server) => server.log.length)));
  if (longest === 0) {
    return element("p", { class: "empty" }, "No server has an entry in this schedule.");
  }
  const indices = Array.from({ length: longest }, (_, place) => place + 1);
  const head = element("tr", {}, element("th", { scope: "col" }, "index"),
    ...indices.map((index) => element("th", { scope: "col" }, String(index))));
  const rows = run.states[step].map((is, place) => {
    const was = step > 0 ? run.states[step - 1][place] : is;
    const edge = (index) => (is.commitIndex === index ? " edge" : "");
    return element("tr", { "data-server": is.id },
      element("th", { scope: "row", class: "name" + edge(0) }, `Server ${is.id}`,
        element("small", {}, `commitIndex ${is.commitIndex}`)),
      ...indices.map((index) => element("td", { class: edge(index) }, box(was.log[index - 1], is.log[index - 1],
        index <= is.commitIndex))));
  });
  return element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
}

function box(was, is, committed) {
  if (!is) {
    return was
      ? element("span", { class: "entry gone " + termClass(was.term), title: "deleted in this step" },
          element("small", {}, "term " + was.term), element("del", {}, was.command))
      : null;
  }
  const changed = !was || was.term !== is.term || was.command !== is.command;
  return element("span", {
    class: `entry ${termClass(is.term)}${committed ? " committed" : ""}${changed ? " changed" : ""}`,
    title: committed ? "committed" : "not committed as far as this server knows",
  }, element("small", {}, "term " + is.term), is.command);
}

/** Each property, and whether it has held up to this step. */
function propertyList(run, step, ask) {
  return run.data.properties.map((property) => {
    const broken = property.brokenAt !== undefined && property.brokenAt <= step;
    const state = broken ? "broken" : property.graph ? "unknown" : "holds";
    const sign = { broken: "✗", unknown: "?", holds: "✓" }[state];
    const words = broken
      ? "broken at step " + property.brokenAt
      : property.graph ? "one schedule cannot tell" : "holds so far";
    return element("li", { class: state, "data-property": property.title },
      element("span", { class: "sign", "aria-hidden": true }, sign),
      element("span", {}, element("b", {}, property.title), element("i", {}, words),
        element("span", { class: "statement" }, property.statement),
        property.graph && !broken && ask ? ask(property) : null));
  });
}

/** The step in words, and what broke in it. */
function nowPanel(run, step) {
  const words = step === 0 ? "At the start all servers are followers in term 0, and nothing is sent." : run.steps[step - 1].words;
  const broken = run.breaks.filter((property) => property.brokenAt === step);
  return [
    element("p", { class: "words" }, words),
    ...broken.map((property) => element("div", { class: "violation", "data-property": property.title },
      element("strong", {}, `${property.title} is violated: `), property.reason + ".",
      element("span", {}, `It says that ${property.statement}.`))),
  ];
}

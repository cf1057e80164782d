// The choices of plumb explore: what can happen next, and the ways to jump. The address holds the path, so the
// browser's own back and forward keys work, and an address that was kept leads to the same world.

/** Makes the panel; what it gives back is told of each run that is loaded and each step that is shown. */
function choosing() {
  const panel = $("choices");
  let path = [];
  const note = element("p", { id: "note", role: "status" });
  const list = element("div", { id: "choice-list" });
  const button = (id, text, onclick) => element("button", { type: "button", id, onclick }, text);
  const back = button("undo", "Back", () => walk(path.slice(0, -1)));
  const restart = button("restart", "Start over", () => walk([]));
  const count = element("input", { type: "number", id: "random-steps", min: 1, max: 200, value: 20, "aria-label": "Steps of the random run" });
  const property = element("select", { id: "property", "aria-label": "Property to violate" },
    element("option", { value: "" }, "any property"));
  const name = element("input", { type: "text", id: "trace-name", value: "my-walk", "aria-label": "Name of the trace", spellcheck: false });
  panel.hidden = false;
  $("main").classList.add("exploring");
  panel.append(
    element("h2", {}, "What happens next?"),
    element("div", { class: "row" }, back, restart),
    element("div", { class: "row" },
      button("random", "Random run", () => ask("random", { path, steps: Number(count.value) })), "of", count, "steps"),
    element("div", { class: "row" },
      button("violating", "Violating run", () => {
        note.textContent = "Looking at every schedule…";
        ask("violation", property.value ? { path: [], property: property.value } : { path: [] });
      }), "of", property),
    element("div", { class: "row" },
      button("save", "Save trace", () => ask("save", { path, name: name.value })), "as", name),
    note, list);
  addEventListener("popstate", () => walk(addressed(), false));

  function addressed() {
    return location.hash.length > 1 ? location.hash.slice(1).split(".").map(Number) : [];
  }

  function walk(to, remember = true) {
    return ask("walk", { path: to }, remember);
  }

  async function ask(question, body, remember = true) {
    panel.setAttribute("aria-busy", "true");
    const inList = list.contains(document.activeElement);
    panel.querySelectorAll("button").forEach((each) => { each.disabled = true; });
    let answer;
    try {
      const response = await fetch("/" + question, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      answer = await response.json();
    } catch (failure) {
      answer = { error: "plumb explore does not answer; has it ended?" };
    }
    panel.removeAttribute("aria-busy");
    note.textContent = answer.error || answer.note || "";
    note.classList.toggle("error", Boolean(answer.error));
    if (answer.path) {
      if (remember) {
        history.pushState(null, "", answer.path.length > 0 ? "#" + answer.path.join(".") : location.pathname);
      }
      load(answer, answer.path.length);
    } else {
      enable();
    }
    if (inList && list.querySelector("button")) {
      list.querySelector("button").focus({ preventScroll: true });
    }
  }

  function enable() {
    panel.querySelectorAll("button").forEach((each) => { each.disabled = false; });
    back.disabled = restart.disabled = path.length === 0;
  }

  function choiceButton(choice, place, shortcut) {
    return element("li", {}, element("button", {
      type: "button",
      class: choice.violation ? "choice breaks" : "choice",
      "data-choice": place,
      onclick: () => walk([...path, place]),
    },
      shortcut ? element("kbd", { "aria-hidden": true }, String(shortcut)) : element("span", {}),
      element("span", {}, choice.words,
        choice.violation ? element("strong", {}, " Breaks " + choice.violation.property + ".") : null)));
  }

  function choices() {
    const all = run.data.choices.map((choice, place) => ({ choice, place, message: messageOf(choice.choice) !== null }));
    const live = all.filter(({ choice }) => choice.changes);
    const idle = all.filter(({ choice }) => !choice.changes);
    let shortcut = 0;
    const group = (title, members, keyed) => (members.length === 0 ? [] : [
      element("h3", {}, title),
      element("ol", {}, ...members.map(({ choice, place }) => {
        shortcut += keyed && shortcut < 10 ? 1 : 0;
        return choiceButton(choice, place, keyed && shortcut < 10 ? shortcut : 0);
      })),
    ]);
    return [
      ...group("Servers and clients", live.filter((each) => !each.message), true),
      ...group("Messages under way", live.filter((each) => each.message), true),
      live.length === 0 ? element("p", {}, "Nothing within the bounds changes this world any more.") : null,
      idle.length === 0 ? null : element("details", {},
        element("summary", {}, `${idle.length} that ${idle.length === 1 ? "changes" : "change"} nothing`),
        ...group("Nothing changes", idle, false)),
    ].filter((each) => each !== null);
  }

  addEventListener("keydown", (pressed) => {
    const typing = pressed.target.matches("input, select, textarea") && pressed.target.id !== "slider";
    if (!typing && /^[1-9]$/.test(pressed.key) && !pressed.ctrlKey && !pressed.altKey && !pressed.metaKey) {
      const chosen = [...list.querySelectorAll(".choice")].find((each) => each.querySelector("kbd")?.textContent === pressed.key);
      chosen?.click();
    }
  });

  return {
    loaded() {
      path = run.data.path;
      if (property.options.length === 1) {
        property.append(...run.data.properties.map((each) => element("option", { value: each.title }, each.title)));
      }
    },
    shown(step) {
      list.replaceChildren(...(step === run.last
        ? choices()
        : [element("p", {}, `You are looking back at step ${step} of ${run.last}.`),
            button("here", "Go on from here", () => walk(path.slice(0, step)))]));
      enable();
    },
    ask(property_) {
      return element("button", {
        type: "button", class: "ask", "data-ask": property_.title,
        onclick: () => ask("reach", { path: path.slice(0, current), property: property_.title }),
      }, "Does it hold here?");
    },
    start() {
      if (addressed().length > 0) {
        walk(addressed(), false);
      }
    },
  };
}

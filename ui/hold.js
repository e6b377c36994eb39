// What is done on a page just after its connection has come back waits until the page stands again.
//
// A server that was started anew, or that has not heard of us for long, knows nothing of this page.
// As soon as we are connected, Streamlit asks for the whole of it (see carried.py). What a visitor
// does in the meantime would be thrown away where it concerns a part of the page that is run alone,
// since there is no such part yet, or be taken for a first visit. So it is sent a moment later.

(() => {
  const KEY = Symbol.for("optimizer-visualizer.hold");
  /** @type {HTMLElement | null} */
  const found = document.querySelector(".stApp");
  if (!found || window[KEY]) return;
  const app = found; // which is there for whoever comes later, too
  window[KEY] = true;

  const LONGEST = 30_000; // ms; a page that takes longer is not waited for
  const LOOK = 50; // ms
  const send = WebSocket.prototype.send;
  // Whether the connection was lost; then what waits, since when, and for another run than which.
  let lost = false, waiting = null, since = 0, before, looking;

  const lastRun = () => document.querySelector("[data-run]")?.getAttribute("data-run");

  function release() {
    clearInterval(looking);
    const messages = waiting;
    waiting = null;
    for (const [socket, message] of messages) {
      if (socket.readyState === WebSocket.OPEN) send.call(socket, message);
    }
  }

  function look() {
    // Runs that only call for another one are over, too, but they leave no sign.
    const stands = app.dataset.testScriptState === "notRunning" && lastRun() !== before;
    if (stands || performance.now() - since > LONGEST) release();
  }

  WebSocket.prototype.send = function (message) {
    if (waiting) {
      waiting.push([this, message]);
      return;
    }
    if (lost) {
      [lost, waiting, since, before] = [false, [], performance.now(), lastRun()];
      looking = setInterval(look, LOOK);
    }
    send.call(this, message);
  };

  new MutationObserver(() => {
    if (app.dataset.testConnectionState === "CONNECTED") return;
    clearInterval(looking);
    [lost, waiting] = [true, null];
  }).observe(app, {attributeFilter: ["data-test-connection-state"]});
})();

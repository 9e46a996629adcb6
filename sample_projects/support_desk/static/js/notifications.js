// The badge in the header. A socket if there is one, otherwise ask every few seconds.
(function () {
  const POLL_EVERY = 5000;
  const toasts = document.getElementById("toasts");
  const badge = document.getElementById("unread");
  let newest = 0;
  let timer = null;

  function show(notification) {
    if (notification.id <= newest) return;
    newest = notification.id;
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = notification.url;
    link.textContent = notification.text;
    item.append(link);
    toasts.append(item);
  }

  async function poll() {
    const response = await fetch(toasts.dataset.pollUrl, { credentials: "same-origin" });
    if (!response.ok) return;
    const answer = await response.json();
    badge.textContent = answer.unread;
    answer.notifications.slice().reverse().forEach(show);
  }

  function startPolling() {
    if (timer === null) timer = setInterval(poll, POLL_EVERY);
  }

  function connect() {
    const scheme = window.location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${window.location.host}/ws/notifications/`);
    socket.onopen = () => { clearInterval(timer); timer = null; };
    socket.onmessage = (event) => { show(JSON.parse(event.data)); poll(); };
    socket.onclose = startPolling;
  }

  poll();
  connect();
})();

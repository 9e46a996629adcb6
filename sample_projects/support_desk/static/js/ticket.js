// Keeps an open ticket page current.
function followTicket(socket, updatesUrl) {
  const list = document.getElementById("comments");

  function lastId() {
    const last = list.querySelector("li:last-child");
    return last ? last.dataset.id : 0;
  }

  async function refresh() {
    const response = await fetch(`${updatesUrl}?after=${lastId()}`, { credentials: "same-origin" });
    if (!response.ok) return;
    const ticket = await response.json();
    document.getElementById("status").textContent = ticket.status;
    document.getElementById("assignee").textContent = ticket.assignee || "nobody";
    for (const comment of ticket.comments) {
      const item = document.createElement("li");
      item.dataset.id = comment.id;
      item.textContent = `${comment.author}: ${comment.body}`;
      list.append(item);
    }
  }

  socket.addEventListener("message", refresh);
  socket.addEventListener("close", () => setInterval(refresh, 10000));
}

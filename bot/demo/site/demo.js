// What the demo adds to the simulator's page: its time, what to try, and links that do not pretend.

const $ = (id) => document.getElementById(id);
const key = window.location.hash.slice(1);
const LOOKS_EVERY = 1500;
const TRIES = 8;
const APART = 400;
const WIDE = 1000;
const FOLLOWS = 4000;

let zone = "UTC";
let skipping = false;

async function ask(path, options = {}) {
  const headers = { "X-Simcord-Capability": key, ...options.headers };
  return fetch(path, { ...options, headers });
}

function told(seconds) {
  const style = { timeZone: zone, weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" };
  return new Intl.DateTimeFormat("en-US", style).format(new Date(seconds * 1000));
}

const newest = () => $("demo-messages").dataset.newest ?? "";

function show(now) {
  zone = now.timezone;
  $("demo-now").textContent = told(now.now);
  $("demo-next").disabled = skipping || now.next === null;
  $("demo-next").textContent = now.next === null ? "No next event" : `Next event: ${told(now.next)}`;
  document.querySelector("[data-copy]").dataset.copy = now.playlist;
  const list = $("demo-messages");
  if (newest() === (now.elsewhere[0]?.id ?? "")) return;
  list.dataset.newest = now.elsewhere[0]?.id ?? "";
  $("demo-elsewhere").hidden = now.elsewhere.length === 0;
  list.replaceChildren(...now.elsewhere.map((message) => {
    const item = document.createElement("li");
    const where = document.createElement("b");
    where.textContent = message.where;
    item.append(where, message.text);
    return item;
  }));
}

async function look() {
  const answer = await ask("/demo/now");
  if (answer.ok) show(await answer.json());
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// What has just happened is the newest in the channel: stay with it until it is all there.
function follow() {
  const timeline = $("channel-timeline");
  const down = () => { timeline.scrollTop = timeline.scrollHeight; };
  const watcher = new MutationObserver(down);
  watcher.observe(timeline, { childList: true, subtree: true });
  down();
  setTimeout(() => { down(); watcher.disconnect(); }, FOLLOWS);
}

async function skip(to) {
  skipping = true;
  $("demo-hour").disabled = $("demo-next").disabled = true;
  $("demo-said").textContent = "Time passes …";
  try {
    // Refused while the bot is answering somebody; a moment later it goes.
    for (let tries = 0; tries < TRIES; tries += 1) {
      const answer = await ask("/api/action", { method: "POST", headers: { "X-Needle-Drop-Skip": to } });
      if (answer.ok) {
        skipping = false;
        follow();
        const before = newest();
        show(await answer.json());
        $("demo-said").textContent = `It is now ${$("demo-now").textContent}.`;
        if (newest() !== before) {
          $("demo-about").open = false;
          $("demo-elsewhere").open = true;
        }
        return;
      }
      await pause(APART);
    }
    $("demo-said").textContent = "The bot is still busy. Try again in a moment.";
  } catch {
    $("demo-said").textContent = "The demo does not answer. If you stopped it, start it again.";
  } finally {
    skipping = false;
    $("demo-hour").disabled = false;
    await look().catch(() => {});
  }
}

// On a small screen, the list of what to try makes way for the channel.
function makeRoom() {
  if (window.innerWidth >= WIDE) return;
  $("demo-about").open = false;
  $("demo-elsewhere").open = false;
}

function become(name) {
  const picker = $("viewer-picker");
  const choice = [...picker.options].find((option) => option.label === name);
  if (!choice) return;
  picker.value = choice.value;
  picker.dispatchEvent(new Event("change", { bubbles: true }));
  $("demo-said").textContent = `You are ${name} now.`;
  makeRoom();
}

// Types a command and opens its fields, as choosing it from the list does: a phone has no Enter key.
async function type(command) {
  const field = $("channel-composer-input");
  makeRoom();
  for (let tries = 0; tries < TRIES; tries += 1) {
    field.value = `/${command}`;
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const entry = document.querySelector(`.command-entry[data-entry-key$=":${command.replaceAll(" ", ".")}"]`);
    if (entry) {
      entry.click();
      return;
    }
    await pause(APART);
  }
}

// An answer to somebody stands at the end of the channel: go there, as it is not where they pressed.
function showAnswers() {
  const list = $("channel-message-list");
  let last = "";
  new MutationObserver(() => {
    const message = list.lastElementChild;
    if (!message || message.dataset.messageId === last) return;
    last = message.dataset.messageId;
    if (message.textContent.includes("Only you can see this")) follow();
  }).observe(list, { childList: true });
}

async function copy(link) {
  try {
    await navigator.clipboard.writeText(link);
    $("demo-said").textContent = "Copied the playlist’s link.";
  } catch {
    $("demo-said").textContent = `Copy this link: ${link}`;
  }
}

async function spotify(event) {
  const link = event.target.closest?.("a[href^='https://open.spotify.com/']");
  if (!link) return;
  event.preventDefault();
  event.stopPropagation();
  $("demo-spotify-name").textContent = link.textContent;
  $("demo-spotify-songs").replaceChildren();
  $("demo-spotify").showModal();
  const answer = await ask(`/demo/spotify?of=${encodeURIComponent(new URL(link.href).pathname)}`);
  if (!answer.ok) return;
  const found = await answer.json();
  $("demo-spotify-name").textContent = found.name;
  $("demo-spotify-songs").replaceChildren(...found.songs.map((song) => {
    const item = document.createElement("li");
    item.textContent = song;
    return item;
  }));
}

document.addEventListener("click", spotify, true);
document.addEventListener("auxclick", spotify, true);
$("demo").addEventListener("click", (event) => {
  const { become: who, type: words, copy: link } = event.target.dataset ?? {};
  if (who) become(who);
  if (words) void type(words);
  if (link) void copy(link);
});
$("demo-hour").addEventListener("click", () => void skip("hour"));
$("demo-next").addEventListener("click", () => void skip("next"));
makeRoom();
showAnswers();
void (async () => {
  for (;;) {
    if (!skipping) await look().catch(() => {});
    await pause(LOOKS_EVERY);
  }
})();

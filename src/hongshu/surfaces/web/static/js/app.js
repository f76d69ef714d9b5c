/** Starts what the page needs. Each module looks for its own marks in the document. */
import { startBehaviour } from "./behaviour.js";
import { startBuying } from "./buying.js";
import { startComments } from "./comments.js";
import { startCompletion } from "./completion.js";
import { startCollect } from "./collect.js";
import { startCountdown } from "./countdown.js";
import { startEndless } from "./endless.js";
import { startFollow } from "./follow.js";
import { startInstall } from "./install.js";
import { startLikes } from "./likes.js";
import { startNotifications } from "./notifications.js";
import { startOverlay } from "./overlay.js";
import { startPlaceholders } from "./placeholders.js";
import { startPosition } from "./position.js";
import { startReels } from "./reel.js";
import { startSearch } from "./search.js";
import { startShare } from "./share.js";
import { startSuggested } from "./suggested.js";
import { startTheme } from "./theme.js";
import { startToasts } from "./toast.js";
import { startWaterfalls } from "./waterfall.js";

startEndless();
startWaterfalls(document);
document.documentElement.dataset.ready = "1";
startPlaceholders(document);
startReels(document);
startOverlay();
startLikes();
startCollect();
startBuying();
startCountdown();
startFollow();
startNotifications();
startCompletion();
startComments();
startSearch();
startShare();
void startSuggested();
startInstall();
startPosition();
startTheme();
startToasts();
startBehaviour();

for (const tabs of document.querySelectorAll("[data-tabs]")) {
  const active = /** @type {HTMLElement | null} */ (tabs.querySelector("[aria-current]"));
  if (active) tabs.scrollLeft = active.offsetLeft - tabs.clientWidth / 2 + active.offsetWidth / 2;
}

// There is room beside the shelf for what can be chosen on it.
const facets = document.querySelector("[data-facets]");
if (facets && matchMedia("(min-width: 960px)").matches) facets.setAttribute("open", "");

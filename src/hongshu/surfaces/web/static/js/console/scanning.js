// Packing: the camera reads a lot's code where the browser can (BarcodeDetector); elsewhere it is typed.

async function formats() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return [];
  try {
    return await BarcodeDetector.getSupportedFormats();
  } catch {
    return [];
  }
}

async function scan(field, video, detector) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  const end = () => {
    for (const track of stream.getTracks()) track.stop();
    video.hidden = true;
    video.removeEventListener("click", end);
  };
  video.addEventListener("click", end);
  const look = async () => {
    if (video.hidden) return;
    const [found] = await detector.detect(video).catch(() => []);
    if (!found) {
      requestAnimationFrame(look);
      return;
    }
    field.value = found.rawValue;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    navigator.vibrate?.(60);
    end();
  };
  look();
}

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

const video = document.querySelector("[data-scanner]");
if (video) {
  const known = await formats();
  if (known.length) {
    const detector = new BarcodeDetector({ formats: known });
    for (const row of document.querySelectorAll("[data-camera]")) row.hidden = false;
    for (const button of document.querySelectorAll("[data-scan-for]")) {
      const field = document.querySelector(`[name="${button.dataset.scanFor}"]`);
      button.addEventListener("click", () => scan(field, video, detector).catch(() => field.focus()));
    }
  }
}

// A plan in the making: its page is looked at again by itself until the plan is made.
const LOOK_AGAIN_MILLISECONDS = 1500;

async function lookAgain() {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok) {
      location.reload();
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-work]");
    if (!now) {
      location.reload(); // it is made: the page that shows it
      return;
    }
    document.querySelector("[data-work]").replaceChildren(...now.childNodes);
  } catch {
    // No connection just now: the next look may have one.
  }
  setTimeout(lookAgain, LOOK_AGAIN_MILLISECONDS);
}

if (document.querySelector("[data-work]")) setTimeout(lookAgain, LOOK_AGAIN_MILLISECONDS);

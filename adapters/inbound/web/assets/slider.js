// The slider shows each event as it comes to it; without this, a button does.
const slider = document.querySelector("[data-slider]");
slider.form.querySelector("button").hidden = true;

let asking;

async function show(number) {
  asking?.abort();
  asking = new AbortController();
  const address = new URL(slider.form.action);
  address.searchParams.set("step", number);
  try {
    const answer = await fetch(address, { signal: asking.signal });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("stop").replaceChildren(...page.getElementById("stop").childNodes);
    document.title = page.title;
    history.replaceState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

slider.addEventListener("change", () => show(slider.value));

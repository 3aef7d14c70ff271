"use strict";
const links = [...document.querySelectorAll("nav a[data-finding]")];
let at = -1;
function show(next, follow) {
  if (!links.length) return;
  at = Math.max(0, Math.min(links.length - 1, next));
  document.querySelectorAll(".now").forEach((one) => one.classList.remove("now"));
  const number = links[at].dataset.finding;
  links[at].closest("li").classList.add("now");
  document.querySelectorAll(`mark[data-findings~="${number}"]`).forEach((one) => one.classList.add("now"));
  const words = document.getElementById(`m${number}`);
  if (words) words.scrollIntoView({ block: "center" });
  if (follow) links[at].focus();
}
links.forEach((link, number) => link.addEventListener("click", (event) => { event.preventDefault(); show(number, true); }));
document.querySelectorAll("mark a").forEach((link) => link.addEventListener("click", (event) => {
  event.preventDefault();
  show(links.findIndex((one) => one.dataset.finding === link.dataset.finding), true);
}));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") show(at + 1, true);
  else if (event.key === "k") show(at - 1, true);
  else if (event.key === "Enter" && document.activeElement === links[at]) {
    event.preventDefault();
    const words = document.querySelector(`#m${links[at].dataset.finding} a`);
    if (words) words.focus();
  } else if (event.key === "Escape" && at >= 0) links[at].focus();
});

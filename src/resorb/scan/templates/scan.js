"use strict";
const links = [...document.querySelectorAll("nav a[data-finding]")];
const beside = window.matchMedia("(min-width: 60.01rem)");
let at = -1;
function words() {
  return document.querySelector(`mark[data-findings~="${links[at].dataset.finding}"] a`);
}
function choose(next) {
  at = Math.max(0, Math.min(links.length - 1, next));
  document.querySelectorAll(".now").forEach((one) => one.classList.remove("now"));
  links[at].closest("li").classList.add("now");
  const marks = `mark[data-findings~="${links[at].dataset.finding}"]`;
  document.querySelectorAll(marks).forEach((one) => one.classList.add("now"));
}
function toWords() {
  words()?.focus({ preventScroll: true });
  words()?.scrollIntoView({ block: "center" });
}
function show(next) {
  if (!links.length) return;
  choose(next);
  if (!beside.matches) return toWords();
  links[at].focus();
  words()?.scrollIntoView({ block: "center" });
}
links.forEach((link, number) => link.addEventListener("click", (event) => { event.preventDefault(); show(number); }));
document.querySelectorAll("mark a").forEach((link) => link.addEventListener("click", (event) => {
  event.preventDefault();
  choose(links.findIndex((one) => one.dataset.finding === link.dataset.finding));
  links[at].focus();
}));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") show(at + 1);
  else if (event.key === "k") show(at - 1);
  else if (event.key === "Enter" && at >= 0 && document.activeElement === links[at]) {
    event.preventDefault();
    toWords();
  } else if (event.key === "Escape" && at >= 0) links[at].focus();
});

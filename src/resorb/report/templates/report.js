"use strict";
// The page works without this. It opens a fold-out when a link leads into it, and all of them for print.
(function () {
  function open(target) {
    for (var at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") { at.open = true; }
    }
  }
  function follow() {
    var name = location.hash.slice(1);
    var target = name && (document.getElementById(name) || document.getElementById(decodeURIComponent(name)));
    if (!target) { return; }
    if (target.classList.contains("finding")) { document.getElementById("v-all").checked = true; }
    open(target);
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", follow);
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    closed.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (one) { one.open = false; });
  });
  follow();
})();

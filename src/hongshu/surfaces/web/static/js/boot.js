// Runs before the first paint: says that scripts run, and takes it back should the modules not arrive.
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  setTimeout(function () {
    if (!root.dataset.ready) root.classList.remove("js");
  }, 6000);
})();

// The account form: the sections are asked of departments alone. Without this file they are simply ignored for others.
"use strict";
(() => {
  const role = document.getElementById("id_role"), sections = document.getElementById("div_id_sections");
  if (!role || !sections) return;
  const show = () => { sections.hidden = role.value !== "county_dept"; };
  role.addEventListener("change", show);
  show();
})();

// Django's Chinese catalogue leaves the days of the week in its date picker as M T W T F S S.
"use strict";
if (window.CalendarNamespace) {
  window.CalendarNamespace.daysOfWeekInitial = ["日", "一", "二", "三", "四", "五", "六"];
}

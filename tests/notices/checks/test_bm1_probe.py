import time, cProfile, pstats, pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat
from rectify.notices.checks import check, Paper
from rectify.models import Round
from tests.test_figures import grow
def t(label, f):
    b=[]
    for _ in range(3):
        a=time.perf_counter(); r=f(); b.append(time.perf_counter()-a)
    print(label, round(min(b),3)); return r
def test_x(published):
    t("523", lambda: check(published))
    Round.objects.filter(pk=published.pk).update(community_disclosure="nothing")
    t("523 nothing", lambda: check(Round.objects.get(pk=published.pk)))
    Round.objects.filter(pk=published.pk).update(community_disclosure="issues")
    grow(published, 99)
    t("52300 plain", lambda: check(published))
    published.issues.update(text=Concat(Value("某某小区3号楼前楼道堆放杂物，影响12户居民通行，2023年3月整改。编号"), F("number"), Value("，责任单位多次上门劝导清理完毕。")))
    r=t("52300 telling", lambda: check(published))
    ids=list(published.issues.values_list("pk", flat=True)[:2000])
    published.issues.filter(pk__in=ids).update(is_withheld=True, withheld_ground="secret")
    r=t("52300 telling, 2000 withheld", lambda: check(published))
    print(len(r), r[0])
    Round.objects.filter(pk=published.pk).update(community_disclosure="nothing")
    t("52300 nothing, 2000 withheld", lambda: check(Round.objects.get(pk=published.pk)))

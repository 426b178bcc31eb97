"""The published figures as data, compared with the database by queries of the test's own."""

import csv
import io

import pytest
from django.db.models import Count

from rectify.models import Issue, PlannedWork
from tests.editions import put_out

BASE = "/rounds/hangzhoudao-2022/progress"


def test_json_has_the_schema_and_the_figures(client, published):
    response = client.get(f"{BASE}.json")
    assert response.headers["Content-Type"] == "application/json"
    data = response.json()
    publication = published.publications.get()
    assert data["schema"] == "rectification-progress/2"
    assert data["edition"] == {
        "number": 1,
        "published_at": "2023-05-06T02:00:00+00:00",
        "correction": "",
        "sha256": publication.digest,
    }
    assert data["issues"] == {
        "total": 523,
        "done": 523,
        "staged": 0,
        "under_way": 0,
        "unfinished": 0,
        "rate": "100%",
    }
    assert (data["findings"]["total"], data["measures"]["total"]) == (25, 54)
    assert [len(one["own"]) for one in data["categories"]] == [9, 8, 8]
    counted = (
        Issue.objects.filter(round=published).values("community__code").annotate(n=Count("pk"))
    )
    assert {one["code"]: one["issues"]["total"] for one in data["communities"]} == {
        row["community__code"]: row["n"] for row in counted
    }
    assert data["campaigns"]["count"] == data["mechanisms"]["count"] == 3
    assert data["planned_works"] == {
        "count": 2,
        "works": [
            {
                "title": "室外健身器材损坏",
                "due": "2023年10月",
                "due_on": "2023-10-31",
                "finished_on": None,
                "standing": "",
            },
            {
                "title": "楼门亮化",
                "due": "2024年11月底",
                "due_on": "2024-11-30",
                "finished_on": None,
                "standing": "",
            },
        ],
    }
    assert data["round"]["fed_back_on"] == "2022-11-03"
    assert data["round"]["deadline_on"] == "2023-02-03"
    assert data["community_count"] == 29
    assert data["weeks"][:2] == [
        {"monday": "2022-12-12", "done": 53, "staged": 0},
        {"monday": "2022-12-19", "done": 35, "staged": 0},
    ]
    assert sum(one["done"] for one in data["weeks"]) == 523


def test_csv_has_a_row_for_every_division(client, published):
    response = client.get(f"{BASE}.csv")
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="hangzhoudao-2022-progress-1.csv"'
    )
    content = response.content.decode("utf-8")
    assert content.startswith("\ufeff统计口径,")
    header, *rows = csv.reader(io.StringIO(content.removeprefix("\ufeff")))
    assert header == [
        "统计口径", "类别", "名称", "代码",
        "总数", "已完成", "阶段性完成", "正在推进", "未完成", "完成率", "备注",
    ]  # fmt: skip
    kinds = [row[1] for row in rows]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "": 3,
        "反馈问题类别": 3,
        "反馈问题": 25,
        "社区": 29,
    }
    assert rows[1] == ["整改问题", "", "全部", "", "523", "523", "0", "0", "0", "100%", "示例数据"]
    assert [row for row in rows if row[-1] != "示例数据"] == []
    assert sum(int(row[4]) for row in rows if row[1] == "社区") == 523


def test_data_tell_nothing_that_is_withheld(client, published):
    finding = published.categories.first().findings.first()
    type(finding).objects.filter(pk=finding.pk).update(is_withheld=True, withheld_ground="secret")
    PlannedWork.objects.create(
        round=published,
        title="人防工程修缮",
        due_on="2024-12-31",
        is_withheld=True,
        withheld_ground="opinion",
    )
    put_out(published, correction="不公开两项。")
    for ending in (".json", ".csv"):
        text = client.get(BASE + ending).content.decode()
        assert (text.count(finding.title), text.count("人防工程修缮"), text.count("secret")) == (
            0,
            0,
            0,
        )
    assert client.get(f"{BASE}.json").json()["planned_works"]["count"] == 3


@pytest.mark.parametrize("ending", [".json", ".csv"])
def test_unpublished_round_has_no_data(client, in_progress, ending):
    assert client.get(f"/rounds/{in_progress.slug}/progress{ending}").status_code == 404


@pytest.mark.parametrize("ending", [".json", ".csv"])
def test_party_edition_is_not_the_publics(client, in_progress, ending):
    put_out(in_progress, "party")
    assert client.get(f"/rounds/{in_progress.slug}/progress{ending}").status_code == 404
    assert client.get(f"/rounds/{in_progress.slug}/").status_code == 404

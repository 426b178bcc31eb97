"""监督意见: what anybody may tell the office of a published round, and ask of it afterwards."""

import math
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.db.models import JSONField, OuterRef, Subquery
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from rectify import opinions
from rectify.forms.opinions import LookUpForm, OpinionForm
from rectify.lockout import network_of
from rectify.models import Publication, Round
from rectify.opinions import TooManyError
from rectify.views.sending import read_or_send

# Ten times the longest opinion that is taken, each character in its longest form: what is a
# little too long comes back to be shortened, what is beyond measure is not read at all.
MOST_BYTES = 256 * 1024

UNKNOWN = "没有查到这个回执号，请对照回执检查后再查。"


def bounded(view):
    """Refuse a request of more than MOST_BYTES before anything of it is read.

    The check for the token of the form reads what was sent, hence comes after this one here
    and not before all views. Django takes a request that does not say how long it is for an
    empty one.
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def bounded_view(request, *args, **kwargs):
        length = request.META.get("CONTENT_LENGTH", "")
        if length.isdigit() and int(length) > MOST_BYTES:
            return render(request, "opinions/too_long.html", status=413)
        return checked(request, *args, **kwargs)

    return bounded_view


def rounds_that_take_opinions():
    """Return the rounds of which the public may read and write.

    `published` is what the public is told of each, by its newest edition, whatever the office
    writes meanwhile.
    """
    newest = Publication.objects.for_public().filter(round=OuterRef("pk"))
    published = Subquery(newest.values("content__round")[:1], output_field=JSONField())
    return Round.objects.published().filter(takes_opinions=True).annotate(published=published)


@login_not_required
@read_or_send
@never_cache
@sensitive_post_parameters()
@bounded
def opinion_form(request, slug):
    """Take an opinion on a round, and answer with the receipt number.

    The number is in the answer to the form itself: in an address it would be on record with
    the browser and the server. Sent again by a reload, the form gives the same number.
    """
    round = get_object_or_404(rounds_that_take_opinions(), slug=slug)
    form = OpinionForm(request.POST if request.method == "POST" else None)
    context = {"round": round, "form": form}
    if form.is_bound and form.is_valid():
        try:
            receipt = opinions.receive(
                round,
                sending=form.cleaned_data["key"],
                text=form.cleaned_data["text"],
                contact=form.cleaned_data["contact"],
                address=network_of(request),
            )
        except TooManyError as refused:
            return _too_many(request, "opinions/form.html", context, refused)
        return render(request, "opinions/receipt.html", {"round": round, "receipt": receipt})
    return render(request, "opinions/form.html", context)


@login_not_required
@read_or_send
@never_cache
@sensitive_post_parameters()
@bounded
def opinion_look_up(request):
    """Tell the holder of a receipt number how the opinion stands."""
    form = LookUpForm(request.POST if request.method == "POST" else None)
    context = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            standing = opinions.look_up(form.cleaned_data["receipt"], address=network_of(request))
        except TooManyError as refused:
            rounds = [one.published for one in rounds_that_take_opinions()]
            context["rounds"] = [round for round in rounds if round["telephone"]]
            return _too_many(request, "opinions/look_up.html", context, refused)
        if standing is None:
            form.add_error("receipt", UNKNOWN)
        context["standing"] = standing
    return render(request, "opinions/look_up.html", context)


def _too_many(request, template: str, context: dict, refused: TooManyError):
    """Answer with the page as it was filled in, the reason, and when to come back."""
    response = render(request, template, {**context, "refusal": str(refused)}, status=429)
    seconds = (refused.until - timezone.now()).total_seconds()
    response.headers["Retry-After"] = str(math.ceil(seconds))
    return response

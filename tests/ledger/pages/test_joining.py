from ledger.models import Party


def joined(pages):
    one, other = pages.party("रहीम शेख", phone="98300 11111"), pages.party("Rahim Sheikh")
    pages.record(one, "gave", 50_000)
    pages.record(other, "gave", 20_000)
    return one, other


def body_of(response) -> str:
    return response.content.decode()


def test_the_page_offers_names_that_sound_the_same(pages):
    one, other = joined(pages)
    stranger = pages.party("Gupta")
    body = body_of(pages.asha.get(pages.url(f"parties/{one}/join/")))
    assert (str(other) in body, str(one) in body.split("<form")[-1], str(stranger) in body) == (
        True,
        False,
        False,
    )
    found = body_of(pages.asha.get(pages.url(f"parties/{one}/join/?q=gupta")))
    assert f'value="{stranger}" checked' in found, "the only one is chosen already"


def test_two_khatas_are_joined_and_taken_apart_without_scripts(pages):
    one, other = joined(pages)
    response = pages.asha.post(pages.url(f"parties/{one}/join/"), {"party": str(other)}, follow=True)
    assert response.redirect_chain == [(pages.url(f"parties/{one}/"), 303)]
    assert "₹700" in body_of(response)
    assert pages.url(f"parties/{other}/apart/") in body_of(response), "the message offers to undo"
    assert all(words in body_of(response) for words in ("Joined with", "Rahim Sheikh", "Take apart"))
    joined_now = body_of(pages.asha.get(pages.url(f"parties/{one}/join/")))
    assert "Joined already" in joined_now
    assert pages.asha.get(pages.url(f"parties/{other}/"))["Location"] == pages.url(f"parties/{one}/")
    response = pages.asha.post(pages.url(f"parties/{other}/apart/"), follow=True)
    assert response.redirect_chain == [(pages.url(f"parties/{other}/"), 303)]
    assert "₹200" in body_of(response)


def test_nothing_chosen_is_said(pages):
    one, _other = joined(pages)
    response = pages.asha.post(pages.url(f"parties/{one}/join/"))
    assert response.status_code == 422
    assert "Choose a name first." in body_of(response)
    assert not Party.objects.exclude(merged_into=None).exists()


def test_staff_join_nothing(pages):
    one, other = joined(pages)
    assert pages.bilal.post(pages.url(f"parties/{one}/join/"), {"party": str(other)}).status_code == 403
    assert "Join with another khata" in body_of(pages.asha.get(pages.url(f"parties/{one}/edit/")))

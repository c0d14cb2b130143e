"""Counts thumbs up and down in posts that a search API finds, and prints {"up": N, "down": N}."""
import json
import os
import sys
import urllib.parse
import urllib.request

UP, DOWN = "\N{THUMBS UP SIGN}", "\N{THUMBS DOWN SIGN}"


def main():
    query = urllib.parse.urlencode({"q": os.environ["SEARCH_QUERY"], "count": 100})
    request = urllib.request.Request(
        f"{os.environ['SEARCH_API_URL']}?{query}",
        headers={"Authorization": f"Bearer {os.environ['SEARCH_API_TOKEN']}"},
    )
    with urllib.request.urlopen(request, timeout=8) as response:
        posts = [post["text"] for post in json.load(response)["posts"]]
    print(json.dumps({
        "up": sum(post.count(UP) for post in posts),
        "down": sum(post.count(DOWN) for post in posts),
    }))


try:
    main()
except (OSError, KeyError, TypeError, ValueError) as problem:
    sys.exit(f"cannot search for posts: {problem!r}")

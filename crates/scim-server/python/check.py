"""Runs scim2-tester against a server, and prints the checks that fail, one a line.

With --reading, only users and groups are read, by the schemas of RFC 7643, because the server has no endpoints for
discovery: one resource is created, found by its id and in a list, and all resources of all pages are validated.
"""

import argparse
import logging
import re
import uuid
from datetime import UTC, datetime

from httpx2 import Client
from scim2_client import SCIMClientException
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import Group, ResourceType, SCIMException, ScimProvider, SearchRequest, ServiceProviderConfig, User
from scim2_tester import Status, check_server, filling
from scim2_tester.checkers.resource_get import object_query, object_query_without_id
from scim2_tester.utils import CheckConfig, CheckContext

FAILED = {Status.DEVIATION, Status.ERROR, Status.CRITICAL}
ADDRESS = re.compile(r"https?://[^\s'\"]+")
LENGTH = 130
PAGE = 5
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b")


EXAMPLE = filling.get_random_example_value


def example(path):
    """Return an example of an attribute's value.

    scim2-tester itself takes any text for a time, which no server accepts, and for a user name, which is an e-mail
    address at Contentful.
    """
    binding = path.resolve()
    if binding and binding.target_type is datetime:
        return datetime.now(UTC).replace(microsecond=0)
    if binding and binding.target_field_name == "user_name":
        return f"{uuid.uuid4()}@example.com"
    return EXAMPLE(path)


def describe(status, title, resource_type, reason):
    """Return a line about a failure, without what differs from run to run."""
    reason = ID.sub("<id>", ADDRESS.sub("<address>", " ".join((reason or "").split())))
    return f"{status} {title} {resource_type or '-'}: {reason[:LENGTH].strip()}"


def of_results(results):
    """Return the lines of the results that are failures."""
    return [describe(r.status.name, r.title, r.resource_type, r.reason) for r in results if r.status in FAILED]


def reading(client):
    """Return the failures of what is read from the endpoints of users and groups."""
    lines = []
    context = CheckContext(client, CheckConfig())
    for model in (User, Group):
        for check in (object_query, object_query_without_id):
            results = check(context, model)
            for result in results:
                result.resource_type = model.__name__
            lines += of_results(results)
        lines += pages(client, model)
    return lines


def pages(client, model):
    """Return the failures of a validation of all pages of a list, and of the page after the last one."""
    start, total = 1, 1
    while start <= total:
        page, failure = read_page(client, model, start, "all_pages")
        if failure is not None:
            return [failure]
        start, total = start + len(page.resources or []), page.total_results
    _, failure = read_page(client, model, start, "page_after_the_last")
    return [failure] if failure is not None else []


def read_page(client, model, start, title):
    """Return a page, and the failure of its validation."""
    try:
        return client.query(model, query_parameters=SearchRequest(start_index=start, count=PAGE)), None
    except (SCIMClientException, SCIMException) as error:
        reason = " ".join([str(error), str(error.__cause__ or ""), *getattr(error, "__notes__", [])])
        return None, describe("ERROR", title, model.__name__, reason)


def main():
    """Print the failures in the order of the alphabet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base_url")
    parser.add_argument("token")
    parser.add_argument("--reading", action="store_true")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)
    filling.get_random_example_value = example
    headers = {"authorization": f"Bearer {arguments.token}", "content-type": "application/scim+json"}
    with Client(base_url=arguments.base_url, headers=headers, timeout=60) as http:
        if arguments.reading:
            types = [ResourceType.from_resource(model) for model in (User, Group)]
            provider = ScimProvider([User, Group], types, ServiceProviderConfig())
            lines = reading(SyncSCIMClient(http, provider=provider))
        else:
            lines = of_results(check_server(SyncSCIMClient(http)))
    print("\n".join(sorted(set(lines))))


if __name__ == "__main__":
    main()

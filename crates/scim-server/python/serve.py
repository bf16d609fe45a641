"""Runs scim2-server on a port that the system chooses, with one schema extension more than by default.

Ids and times are the same in every run: an id follows from the number of resources of its kind that were created
before, and each write takes place a fixed time after the one before.
"""

import argparse
import hashlib
import json
import logging
import pathlib
import socketserver
from datetime import UTC, datetime, timedelta
from wsgiref.simple_server import WSGIRequestHandler, make_server

from scim2_models import Pagination, ResourceType, Schema, ScimProvider
from scim2_server.memory import InMemoryStorage
from scim2_server.service import ScimService
from scim2_server.testserver.application import BEARER_TOKEN_SCHEME, BearerTokenApplication
from scim2_server.testserver.cli import ThreadingWSGIServer
from scim2_server.utils import (
    load_default_resource_types,
    load_default_schemas,
    load_default_service_provider_config,
    load_json_resource,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
STEP = timedelta(milliseconds=37_123)


class Storage(InMemoryStorage):
    """A storage with predictable ids and times."""

    def __init__(self):
        super().__init__(clock=self.next_time)
        self.writes = 0
        self.created = {}

    def next_time(self):
        """Return the time of a write."""
        self.writes += 1
        return START + self.writes * STEP

    def generate_id(self, resource_type, resource):
        """Return the id of a new resource, in the form of a UUID."""
        kind = resource_type.name
        number = self.created[kind] = self.created.get(kind, 0) + 1
        digits = hashlib.sha256(f"{kind}/{number}".encode()).hexdigest()
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:32]}"


class Server(ThreadingWSGIServer):
    """A server that does not ask the name service for its own name, and that accepts many connections at a time."""

    request_queue_size = 128

    def server_bind(self):
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]
        self.setup_environ()


class Handler(WSGIRequestHandler):
    """A handler that does not log each request."""

    def log_message(self, *_):
        pass


def provider(acme, has_cursors):
    """Describe the server: its schemas, resource types and features."""
    schemas = [*load_default_schemas().values(), Schema.model_validate(acme)]
    resource_types = load_json_resource("default-resource-types.json")
    for resource_type in resource_types:
        if resource_type["id"] == "User":
            resource_type["schemaExtensions"].append({"schema": acme["id"], "required": False})
    config = load_default_service_provider_config()
    config.authentication_schemes = [BEARER_TOKEN_SCHEME]
    if has_cursors:
        config.pagination = Pagination(
            cursor=True,
            index=True,
            default_pagination_method=Pagination.DefaultPaginationMethod.index,
            default_page_size=100,
            max_page_size=1000,
        )
    return ScimProvider.from_discovery(
        schemas, [ResourceType.model_validate(resource_type) for resource_type in resource_types], config=config
    )


def main():
    """Serve until the process is killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--token", required=True)
    parser.add_argument("--schema", type=pathlib.Path, required=True)
    parser.add_argument("--cursors", action="store_true")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    described = provider(json.loads(arguments.schema.read_text()), arguments.cursors)
    service = ScimService(described, secret="a secret that signs cursors")
    application = BearerTokenApplication(Storage(), described, service=service, bearer_tokens=[arguments.token])
    with make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Handler) as server:
        print(f"Listening on: http://127.0.0.1:{server.server_port}/v2", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()

// Runs SCIMMY on a port that the system chooses, with a store in memory behind its handlers.
//
// Ids and times are the same in every run: an id follows from the number of resources of its kind that were created
// before, and each write takes place a fixed time after the one before.
//
// Express is version 4, because scimmy-routers ignores startIndex and count with version 5, where the parsed parameters
// of a request cannot be changed.
//
// Arguments: the folder whose node_modules has SCIMMY, the file of the schema extension, and the bearer token.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, schemaFile, token] = process.argv.slice(2);
const require = createRequire(join(modules, "/"));
const express = require("express");
const { SCIMMY, SCIMMYRouters } = require("scimmy-routers");

const BASE = "/scim/v2";
const START = Date.UTC(2026, 0, 1);
const STEP = 37_123;

let writes = 0;
const nextTime = () => new Date(START + ++writes * STEP);

// The id of a new resource, in the form of a UUID.
function newId(kind, number) {
  const digits = createHash("sha256").update(`${kind}/${number}`).digest("hex");
  const part = (from, to) => digits.slice(from, to);
  return `${part(0, 8)}-${part(8, 12)}-4${part(13, 16)}-8${part(17, 20)}-${part(20, 32)}`;
}

// An attribute of SCIMMY from an attribute of a SCIM schema.
function attribute({ name, type, description, subAttributes, ...rest }) {
  const config = { description, required: rest.required, multiValued: rest.multiValued };
  if (rest.caseExact !== undefined) config.caseExact = rest.caseExact;
  return new SCIMMY.Types.Attribute(type, name, config, subAttributes?.map(attribute) ?? []);
}

// An extension of SCIMMY from a SCIM schema. The constructor accepts only names of the IETF, hence the later change.
function extension({ id, name, description, attributes }) {
  const definition = new SCIMMY.Types.SchemaDefinition(
    name, `urn:ietf:params:scim:schemas:${name}`, description, attributes.map(attribute));
  definition.id = id;
  return definition;
}

// The resources of a kind, by id.
class Store {
  constructor(kind) {
    this.kind = kind;
    this.rows = new Map();
    this.created = 0;
  }

  find(id) {
    const row = this.rows.get(id);
    if (row === undefined) throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
    return row;
  }

  write(id, data) {
    const old = id === undefined ? undefined : this.find(id);
    const time = nextTime();
    const key = id ?? newId(this.kind, ++this.created);
    const row = { ...data, id: key, meta: { created: old?.meta.created ?? time, lastModified: time } };
    this.rows.set(key, row);
    return row;
  }
}

const users = new Store("User");
const groups = new Store("Group");
// The users' ids by user name, which is unique without regard to case.
const userNames = new Map();
// The groups that each id is a direct member of.
const memberships = new Map();

// All resources, as an array for SCIMMY, which builds a resource for every element and then cuts out the page that the
// constraints of the request select. Elements that are not in the page are holes, for speed, where the cut is the same.
// SCIMMY does not cut an array with fewer elements than the index of the first one of the page, nor one that seems to
// end with the last page.
function rowsOfPage(store, { sortBy, startIndex = 1, count = 20 } = {}) {
  const rows = [...store.rows.values()];
  const isPage = Number.isInteger(startIndex) && Number.isInteger(count) && startIndex >= 1 && count >= 1;
  if (sortBy !== undefined || !isPage || startIndex > rows.length) return rows;
  const begin = count < startIndex ? startIndex - 1 : 0;
  const end = Math.min(startIndex - 1 + count, rows.length);
  if (begin === 0 && end + startIndex - 1 === rows.length) return rows;
  const page = new Array(rows.length);
  for (let index = begin; index < end; index++) page[index] = rows[index];
  return page;
}

// What a request for one resource or for a list selects.
function select(store, resource, view = (row) => row) {
  if (resource.id !== undefined) return view(store.find(resource.id));
  if (resource.filter === undefined) return rowsOfPage(store, resource.constraints).map(view);
  return resource.filter.match([...store.rows.values()].map(view));
}

// A user as clients see it: with its groups.
function withGroups(user) {
  const of = [...memberships.get(user.id) ?? []];
  if (of.length === 0) return user;
  const entry = (group) => ({
    value: group.id,
    $ref: `${SCIMMY.Resources.Group.basepath()}/${group.id}`,
    display: group.displayName,
    type: "direct",
  });
  return { ...user, groups: of.map((id) => entry(groups.find(id))) };
}

function writeUser(resource, data) {
  const name = data.userName.toLowerCase();
  const owner = userNames.get(name);
  if (owner !== undefined && owner !== resource.id)
    throw new SCIMMY.Types.Error(409, "uniqueness", `The user name ${data.userName} is taken`);
  const old = resource.id === undefined ? undefined : users.find(resource.id);
  const row = users.write(resource.id, data);
  if (old !== undefined) userNames.delete(old.userName.toLowerCase());
  userNames.set(name, row.id);
  return withGroups(row);
}

// Forgets who is a member of a group.
function leave(group) {
  for (const { value } of group.members ?? []) memberships.get(value)?.delete(group.id);
}

// The store knows what a member is, and gives each its name and its address.
function member({ value }) {
  const kind = users.rows.has(value) ? "User" : "Group";
  const row = users.rows.get(value) ?? groups.rows.get(value);
  if (row === undefined) throw new SCIMMY.Types.Error(400, "invalidValue", `There is no resource ${value}`);
  const $ref = `${SCIMMY.Resources[kind].basepath()}/${value}`;
  return { value, $ref, display: row.displayName ?? row.userName, type: kind };
}

function writeGroup(resource, data) {
  const members = data.members?.map(member);
  if (resource.id !== undefined) leave(groups.find(resource.id));
  const row = groups.write(resource.id, members === undefined ? data : { ...data, members });
  for (const { value } of members ?? []) {
    if (!memberships.has(value)) memberships.set(value, new Set());
    memberships.get(value).add(row.id);
  }
  return row;
}

// Deletes a resource, and removes it from the members of groups.
function remove(store, id) {
  store.rows.delete(id);
  for (const of of memberships.get(id) ?? []) {
    const group = groups.find(of);
    groups.rows.set(of, { ...group, members: group.members.filter(({ value }) => value !== id) });
  }
  memberships.delete(id);
}

function deleteUser({ id }) {
  userNames.delete(users.find(id).userName.toLowerCase());
  remove(users, id);
}

function deleteGroup({ id }) {
  leave(groups.find(id));
  remove(groups, id);
}

const { User, Group } = SCIMMY.Resources;
// By default the lists of the values that these types can have are empty, so that no role can have a type.
for (const path of ["roles.type", "x509Certificates.type"])
  SCIMMY.Schemas.User.definition.attribute(path).config.canonicalValues = false;
SCIMMY.Resources.declare(User)
  .ingress(writeUser).egress((resource) => select(users, resource, withGroups)).degress(deleteUser);
User.extend(SCIMMY.Schemas.EnterpriseUser, false);
User.extend(extension(JSON.parse(readFileSync(schemaFile, "utf8"))), false);
SCIMMY.Resources.declare(Group)
  .ingress(writeGroup).egress((resource) => select(groups, resource)).degress(deleteGroup);

const app = express();
app.disable("x-powered-by");
app.set("query parser", "simple");
app.use(BASE, new SCIMMYRouters({
  type: "bearer",
  handler: (request) => {
    if (request.header("authorization") !== `Bearer ${token}`) throw new Error("The token is not valid");
  },
  baseUri: (request) => `http://${request.header("host")}`,
}));
const server = app.listen(0, "127.0.0.1", () => {
  console.log(`Listening on: http://127.0.0.1:${server.address().port}${BASE}`);
});
// A client may keep a connection that it does not use for as long as it likes.
server.keepAliveTimeout = 600_000;

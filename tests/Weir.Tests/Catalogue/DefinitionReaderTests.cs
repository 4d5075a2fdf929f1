using System.Text;
using System.Text.Json;
using Weir.Engine.Catalogue;
using Weir.Model;

namespace Weir.Tests.Catalogue;

public sealed class DefinitionReaderTests
{
    private const string Head = """
        key: shop
        name: Shop
        category: Commerce
        description: A shop.

        """;

    private const string Http = Head + """
        form:
          - { field: site, label: Site, kind: host-label, required: true }
          - { field: token, label: Token, kind: password }
        http:
          baseUri: https://{{site}}.shop.example/api
          auth: { type: bearer, token: "{{token}}" }

        """;

    private const string Orders = Http + """
        schemas:
          order: { type: object, required: [id], properties: { id: { type: integer, minimum: 1e0 }, open: { const: true } } }
        resources:
          orders:
            key: $.id

        """;

    /// <summary>The resource's jobs, in line 16.</summary>
    private const string Jobs = Orders
        + "    job: { post: /jobs, body: '{\"i\":{{json ids}},\"c\":{{json change}} }', get: \"/jobs/{{id}}\", status: $.s, done: [a], failed: [b], check: { get: /orders, ids: id } }\n";

    private const string Close = "    close: { name: C, description: D, requests: one, put: \"/orders/{{id}}\", parameters: [{ name: id, label: I, required: true }], job: ";

    [Fact]
    public void A_verb_says_what_an_operation_is_to_a_flow_unless_it_says_so_itself()
    {
        var shop = Definitions.Read(Orders + """
                list: { name: L, description: D, requests: one, get: /orders }
                get: { name: G, description: D, requests: one, get: "/orders/{{id}}", parameters: [{ name: id, label: Id }] }
                create: { name: C, description: D, requests: one, post: /orders }
                search: { name: S, description: D, requests: one, post: /orders/search, kind: lookup }
            """);
        Assert.Equal(
            ["orders.list GET Export", "orders.get GET Lookup", "orders.create POST Import", "orders.search POST Lookup"],
            shop.Operations.Values.Select(o => $"{o.Key} {o.Method} {o.Kind}"));
    }

    [Fact]
    public void All_of_an_operation_is_read()
    {
        var list = Definitions.Read(Orders + """
                list:
                  name: List orders
                  description: Orders.
                  requests: one for each 50
                  get: /orders
                  query: { since: "{{lastRun}}", state: "{{state}}" }
                  records: $.orders
                  paging: { type: next-url, next: $.links.next }
                  order: { by: $.changed, tie: $.id, direction: ascending }
                  delta: { changed: $.changed, overlapSeconds: 60 }
                  repeat: never
                  parameters: [{ name: state, label: State, kind: select, default: open, options: [{ value: open, label: Open }] }]
                  schema: order
            """).Operations["orders.list"];
        Assert.Equal(("List orders", "one for each 50", "orders", "$.id"), (list.Name, list.Requests, list.Resource, list.RecordKey));
        Assert.Equal(("/orders", "$.orders", "{{state}}"), (list.Path, list.Records, list.Query["state"]));
        Assert.Equal((PagingType.NextUrl, "$.links.next"), (list.Paging!.Type, list.Paging.Next));
        Assert.Equal(new OrderDefinition("$.changed", "$.id", OrderDirection.Ascending), list.Order);
        Assert.Equal(new DeltaDefinition { Changed = "$.changed", OverlapSeconds = 60 }, list.Delta);
        Assert.Equal(RepeatRule.Never, list.Repeat);
        Assert.Equal(("open", "Open"), (list.Parameters[0].Default, list.Parameters[0].Options[0].Label));
        Assert.Equal(
            """{"type":"object","required":["id"],"properties":{"id":{"type":"integer","minimum":1e0},"open":{"const":true}}}""",
            JsonSerializer.Serialize(list.Schema));
    }

    public static TheoryData<string, string> WrongFiles => new()
    {
        { "", "1:1: the file is empty" },
        { "- a", "1:1: a mapping with the keys key, name, category, description, adaptor, form, http, schemas, resources is expected here" },
        { Head + "a: [", "6:1: " },
        { Head + "http: {}\n---\na: 1", "6:1: a second document begins here" },
        { "\t", "1:1: " },
        { Http + "colour: red", "11:1: the key 'colour' is not known here; known are key, name" },
        { Http + "name: Again", "11:1: the key 'name' stands in line 2 already" },
        { Http + "? [a]\n: b", "11:3: a key must be plain text" },
        { Http.Replace("name: Shop\n", ""), "1:1: 'name' is missing here" },
        { Http.Replace("label: Site, ", ""), "6:5: 'label' is missing here" },
        { Http.Replace("required: true", "required: yes"), "6:61: 'yes' is neither true nor false" },
        { Http.Replace("required: true", "required: \"true\""), "6:61: 'true' is neither true nor false" },
        { Http.Replace("host-label", "hostLabel"), "6:39: 'hostLabel' is not one of text, email, password" },
        { Http.Replace("name: Shop", "name:"), "2:6: a value is missing here" },
        { Http.Replace("name: Shop", "name: [Shop]"), "2:7: one value is expected here" },
        { Http + "resources: []", "11:12: a mapping of keys to values is expected here" },
        { Head + "form: {}\nhttp: { baseUri: https://a.example }", "5:7: a list is expected here" },
        { Http + "  paging: { type: offset, parameter: o, size: many }", "11:47: 'many' is not a whole number" },
        { Http + "schemas: { a: &a {}, b: *a }", "11:15: anchors and aliases are not read" },
        { Http + "schemas: { a: &a {}, b: *a }", "11:25: anchors and aliases are not read" },
        { Http + "schemas: { a: !!int 1 }", "11:15: the tag 'tag:yaml.org,2002:int' is not read" },
        { Http + "schemas: " + new string('[', 40) + new string(']', 40), "11:41: this is nested deeper than 32 levels" },
    };

    public static TheoryData<string, string> WrongForms => new()
    {
        { Http.Replace("key: shop", "key: other"), "1:6: 'other' is not the name of its folder, 'shop'" },
        { Http.Replace("key: shop", "key: Shop"), "1:6: 'Shop' is no key" },
        { Http.Replace("field: site", "field: 1site"), "6:14: '1site' is no name" },
        { Http.Replace("field: site", "field: record"), "6:14: 'record' has a meaning of its own" },
        { Http.Replace("field: site", "field: concurrencyLevel"), "6:14: 'concurrencyLevel' has a meaning of its own" },
        { Http.Replace("field: token", "field: site"), "7:14: the field 'site' is there already" },
        { Http.Replace("kind: password", "kind: select"), "7:5: a select needs options" },
        { Http.Replace("kind: password", "kind: number, default: many"), "7:58: the default 'many' is no whole number" },
        { Http.Replace("kind: password", "kind: password, default: x"), "7:60: a secret has no default" },
        { Http.Replace("kind: password", "kind: number, min: 5, max: 4"), "7:62: the most, 4, is less than the least, 5" },
        { Http.Replace("kind: password", "requiredWhen: { site: x }"), "7:51: 'site' is neither a select nor a switch" },
        { Http.Replace("kind: password", "requiredWhen: { no: x }"), "7:51: 'no' is no other field of the form" },
        { Http.Replace("kind: password", "shownWhen: { field: site, values: [x] }"), "7:55: 'site' is neither a select nor a switch" },
        { Http.Replace("kind: password", "shownWhen: { field: no, values: [x] }"), "7:55: 'no' is no other field of the form" },
    };

    public static TheoryData<string, string> WrongHttp => new()
    {
        { Head + "adaptor: http", "5:10: 'http' is missing" },
        { Http + "adaptor: files", "9:3: 'http' belongs to the adaptor http" },
        { Http.Replace("{{site}}", "{{token}}"), "9:12: 'https://{{token}}.shop.example/api' may hold fields of the kind host-label" },
        { Http.Replace("host-label", "text"), "9:12: 'https://{{site}}.shop.example/api' may hold fields of the kind host-label" },
        { Http.Replace("https://{{site}}.", "ftp://{{site}}."), "9:12: 'ftp://{{site}}.shop.example/api' is no http or https address" },
        { Http.Replace("https://{{site}}.", "https://me@{{site}}."), "9:12: 'https://me@{{site}}.shop.example/api' is no http or https address" },
        { Http.Replace("\"{{token}}\"", "\"{{tokn}}\""), "10:32: 'tokn' is no form field that can stand here; there are site, token" },
        { Http.Replace("\"{{token}}\"", "\"{{token\""), "10:32: '{{token' is no template" },
        { Http.Replace("type: bearer", "type: digest"), "10:17: 'digest' is not one of none, basic, bearer, apiKey" },
        { Http.Replace("type: bearer", "type: basic"), "10:9: 'username' is missing here for basic" },
        { Http + "  allowedHosts: [\"*.shop.example\", \"*\"]", "11:36: '*' is no host" },
        { Http + "  account: \"{{token}}\"", "11:12: 'token' is no setting that can stand here; there are site" },
        { Http + "  test: { get: https://evil.example }", "11:16: 'https://evil.example' must be a path under the base address" },
        { Http + "  test: { get: /me, expect: domain }", "11:29: 'domain' is no path" },
        { Http + "  limits: { bucket: { requests: 0, per: 20s } }", "11:33: '0' is no whole number above 0" },
        { Http + "  limits: { bucket: { requests: 40, per: 20 sec } }", "11:42: '20 sec' is no duration" },
        { Http + "  limits: { usedHeader: \"A B\" }", "11:25: 'A B' is no name of a header" },
        { Http + "  faults: { message: \"$[\" }", "11:22: '$[' is no path" },
        { Http + "  faults: { message: $..msg }", "11:22: '$..msg' may give several values" },
        { Http + "  headers: { Authorization: x }", "11:14: the header 'Authorization' is not a definition's to set" },
        { Http + "  paging: { type: cursor, next: $.n }", "11:11: 'parameter' is missing here" },
        { Http + "  paging: { type: link-header, size: 20 }", "11:11: 'size' and 'sizeParameter' go together" },
        { Http + "  trusted: true", "11:3: the key 'trusted' is not known here" },
    };

    public static TheoryData<string, string> WrongOperations => new()
    {
        { Orders + "    list: { name: L, description: D, requests: one }", "16:11: exactly one of get, post, put, patch and delete" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, post: /a }", "16:11: exactly one of get, post, put, patch and delete" },
        { Orders + "    list: { name: L, description: D, requests: one, get: https://evil.example/a }", "16:58: 'https://evil.example/a' must be a path" },
        { Orders + "    list: { name: L, description: D, requests: one, get: //evil.example/a }", "16:58: '//evil.example/a' must be a path" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a/../b }", "16:58: '/a/../b' may not climb" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a?b=1 }", "16:58: '/a?b=1' is a path alone" },
        { Orders + "    get: { name: L, description: D, requests: one, get: \"/a/{{id}}\" }", "16:57: 'id' is no parameter that can stand here; there is none" },
        { Orders + "    get: { name: L, description: D, requests: one, get: \"/a/{{upercase id}}\" }", "16:57: '/a/{{upercase id}}' is no template" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, query: { q: \"{{#if x}}1{{/if}}\" } }", "16:74: 'x' is no parameter" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, schema: ordr }", "16:70: there is no schema 'ordr'" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, delta: {} }", "16:69: 'newestFirst', 'changed' or 'compare' is missing" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, delta: { newestFirst: $.c } }", "16:84: reading newest first needs an order" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, repeat: sometimes }", "16:70: 'sometimes' is not one of always, never" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, parameters: [{ name: a, label: A, kind: password }] }", "16:102: a parameter is no secret" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, delta: { compare: true, changed: $.c } }", "16:95: what is compared needs no 'changed'" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, delta: { compare: true, lookback: 1d } }", "16:69: 'newestFirst' and 'lookback' go together" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, delta: { newestFirst: $.c, compare: true, lookback: long }, order: { by: $.c, tie: $.id, direction: descending } }", "16:114: 'long' is no duration" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, delta: { changed: $.c, from: a, lookback: 1d } }", "16:104: only what is compared" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, delta: { newestFirst: $.c, query: { sort: c } } }", "16:84: reading newest first needs an order" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, delta: { changed: $.c, query: { since: \"{{x}}\" } } }", "16:101: 'x' is no parameter" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, body: '{}' }", "16:68: a get has no body" },
        { Orders + "    list: { name: L, description: D, requests: one, post: /a, body: '{\"a\":{{x}} }' }", "16:69: 'x' is no parameter" },
        { Orders + "    create: { name: L, description: D, requests: one, post: /a, body: '{}', always: { a: 1 } }", "16:85: 'always' belongs to what sends the mapped record" },
        { Orders + "    list: { name: L, description: D, requests: one, post: /a, defaults: { a: 1 } }", "16:73: 'defaults' belongs to what sends the mapped record" },
        { Orders + "    create: { name: L, description: D, requests: one, post: /a, always: { a: \"{{x}}\" } }", "16:78: 'x' is no parameter" },
        { Orders + "    create: { name: L, description: D, requests: one, put: /a, find: { get: /b, by: [{ field: id }] } }", "16:70: 'find' belongs to a post that sends the mapped record" },
        { Orders + "    create: { name: L, description: D, requests: one, post: /a, find: { get: b, by: [{ field: id }] } }", "16:78: 'b' must be a path under the base address" },
        { Orders + "    create: { name: L, description: D, requests: one, post: /a, find: { get: /b, by: [] } }", "16:86: 1 to 4 keys are expected here" },
        { Orders + "    create: { name: L, description: D, requests: one, post: /a, find: { get: /b } }", "16:71: 'by' is missing here" },
        { Orders + "    create: { name: L, description: D, requests: one, post: /a, find: { get: /b, by: [{ field: \"a b\" }] } }", "16:96: 'a b' is no name" },
        { Orders + "    create: { name: L, description: D, requests: one, post: /a, find: { get: /b, by: [{ field: id }], created: \"a b\" } }", "16:112: 'a b' is no name" },
        { Orders + "    create: { name: L, description: D, requests: one, post: /a, find: { get: /b, by: [{ field: id }], update: { put: \"/a/{{name}}\" } } }", "16:118: what was created a moment ago is known by its 'id' alone" },
        { Orders + "    create: { name: L, description: D, requests: one, post: /a, find: { get: /b, by: [{ field: id }], first: true, update: { put: /a } } }", "16:110: with 'update' it is looked for first anyway" },
        { Orders + "    create: { name: L, description: D, requests: one, post: /a, find: { get: /b, by: [{ field: id, unique: true }], first: true } }", "16:124: of these keys the application itself refuses a second one" },
        { Orders + "    create: { name: L, description: D, requests: one, put: /a, find: { get: /b, by: [{ field: id }], update: { put: /a, add: { tags: { by: [] } } } } }", "16:134: what makes two items the same is missing here" },
        { Orders + "    get: { name: L, description: D, requests: one, get: /a, already: [404] }", "16:70: 'already' belongs to what writes" },
        { Orders + "    delete: { name: L, description: D, requests: one, delete: /a, already: [429] }", "16:77: a status from 400 to 499 that is about the record" },
        { Orders + "    create: { name: L, description: D, requests: one, post: /a, anyOf: [x] }", "16:73: 'x' is no parameter of this operation" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, group: { parameter: ids, max: 9 } }", "16:82: 'ids' is no parameter with list: true" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, query: { ids: \"{{ids}}\" }, group: { parameter: ids, max: 1 }, parameters: [{ name: ids, label: I, list: true }] }", "16:119: a number from 2 to 1000" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, each: { parameter: p, values: [x] } }", "16:81: 'p' is no parameter that may be left out" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, each: { parameter: p, from: orders.get, value: $.id }, parameters: [{ name: p, label: P }] }", "16:90: 'orders.get' is no list" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, each: { parameter: p }, parameters: [{ name: p, label: P }] }", "16:68: either 'values' or 'from'" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, each: { parameter: p, values: [x], value: $.id }, parameters: [{ name: p, label: P }] }", "16:68: 'from' and 'value' go together" },
        { Orders + "    list: { name: L, description: D, requests: one, get: /a, parameters: [{ name: p, label: P, list: true, kind: number }] }", "16:102: only a text takes several values" },
        { Orders.Replace("kind: password", "kind: json"), "7:41: only a parameter of an operation is JSON" },
        { Orders.Replace("$.id", "id"), "15:10: 'id' is no path" },
        { Orders.Replace("orders:", "Orders:"), "14:3: 'Orders' is no key" },
    };

    public static TheoryData<string, string> WrongJobs() => new()
    {
        { Orders + Close + "{ leaves: changed, fields: [s] } }", "16:136: the resource says nothing of jobs" },
        { Jobs + Close + "{ leaves: changed } }", "17:136: 'fields' belongs to 'leaves: changed'" },
        { Jobs + Close + "{ leaves: gone, fields: [s], body: '{}' } }", "17:160: 'fields' belongs to 'leaves: changed'" },
        { Jobs + Close + "{ leaves: gone } }", "17:136: a 'body' is needed here" },
        { Jobs + Close + "{ leaves: gone, body: '{\"c\":{{json change}} }' } }", "17:158: 'change' is no value that can stand here; there are ids" },
        { Jobs + Close + "{ leaves: changed, fields: [s], min: 0 } }", "17:173: a number from 1 to the resource's 'max'" },
        { Jobs + Close + "{ for: x, leaves: changed, fields: [s] } }", "17:143: 'x' is no parameter that is required" },
        { Jobs + "    get: { name: L, description: D, requests: one, get: \"/a/{{id}}\", job: { leaves: changed, fields: [s] }, parameters: [{ name: id, label: I, required: true }] }", "17:75: a job belongs to what writes" },
        { Jobs.Replace("failed: [b]", "failed: [a]") + Close + "{ leaves: changed, fields: [s] } }", "16:10: 'done' and 'failed' need words" },
        { Jobs.Replace("done: [a]", "done: [a], max: 1") + Close + "{ leaves: changed, fields: [s] } }", "16:124: 'max' goes from 2 to 1000" },
        { Jobs.Replace("post: /jobs", "post: jobs") + Close + "{ leaves: changed, fields: [s] } }", "16:18: 'jobs' must be a path" },
        { Jobs.Replace("{{json change}}", "{{json x}}") + Close + "{ leaves: changed, fields: [s] } }", "16:31: 'x' is no value" },
        { Orders.Replace("    key: $.id\n", "") + Jobs[Orders.Length..] + Close + "{ leaves: changed, fields: [s] } }", "15:10: the resource needs a 'key'" },
    };

    [Theory]
    [MemberData(nameof(WrongFiles))]
    [MemberData(nameof(WrongForms))]
    [MemberData(nameof(WrongHttp))]
    [MemberData(nameof(WrongOperations))]
    [MemberData(nameof(WrongJobs))]
    public void What_is_wrong_is_said_where_it_stands(string yaml, string expected) =>
        Assert.Contains(Definitions.Problems(yaml), p => p.StartsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once_in_the_order_of_the_file() =>
        Assert.Equal(
            ["2:1", "6:39", "9:12", "10:32", "11:3"],
            Definitions.Problems(Http
                    .Replace("name: Shop", "nam: Shop\nname: Shop")
                    .Replace("\ncategory: Commerce", "")
                    .Replace("host-label", "hostlabel")
                    .Replace("\"{{token}}\"", "\"{{tokn}}\"")
                + "  colour: red")
                .Select(p => string.Join(':', p.Split(':')[..2]))
                .Where(p => p != "1:1"));

    [Fact]
    public void A_file_that_is_not_UTF8_or_too_long_is_refused()
    {
        Assert.Contains("not UTF-8", Assert.Throws<DefinitionException>(() => DefinitionReader.Read("f", "f", [0x61, 0xFF])).Message);
        var endless = Encoding.UTF8.GetBytes(new string('#', YamlBounds.Definition.CharsMax + 1));
        Assert.Contains("longer than", Assert.Throws<DefinitionException>(() => DefinitionReader.Read("f", "f", endless)).Message);
    }

    [Fact]
    public void A_file_with_too_many_values_is_refused_before_they_are_kept() =>
        Assert.Contains(
            Definitions.Problems(Http + "schemas: { a: [" + string.Concat(Enumerable.Repeat("1,", YamlBounds.Definition.NodesMax)) + "] }"),
            p => p.Contains("more than", StringComparison.Ordinal));
}

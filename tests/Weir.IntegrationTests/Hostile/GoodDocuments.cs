namespace Weir.IntegrationTests.Hostile;

/// <summary>Bodies of exports, imports, flows and of what is done with errors.</summary>
internal static class GoodDocuments
{
    private static readonly (string Member, string Value, string Field)[] WrongExport =
    [
        ("connection", "\"conn_nobody\"", "connection"),
        ("operation", "\"tickets.nothing\"", "operation"),
        ("operation", "\"files.write\"", "operation"),
        ("parameters", """{"colour":"red"}""", "parameters.colour"),
        ("parameters", "[]", "parameters"),
        ("mode", "\"everything\"", "mode"),
        ("limit", "0", "limit"),
        ("pageSize", "0", "pageSize"),
        ("pageSize", "100000", "pageSize"),
        ("filter", """{"nope":[1]}""", "filter.nope"),
        ("filter", """{"and":[{"==":[1,1]},{"nope":1}]}""", "filter.and[1].nope"),
        ("transform", """{"a":"$.["}""", "transform.a"),
        ("transform", """{"a":{"@from":"$.x","@type":"colour"}}""", "transform.a.@type"),
        ("traceKey", "\"{{id\"", "traceKey"),
        ("traceKey", "\"{{nope id}}\"", "traceKey"),
        ("records", "\"$.data\"", "records"),
        ("request", """{"method":"GET","path":"/x"}""", "request"),
        ("paging", """{"type":"cursor"}""", "paging"),
    ];

    private static readonly (string Member, string Value, string Field)[] WrongImport =
    [
        ("connection", "\"conn_nobody\"", "connection"),
        ("operation", "\"tickets.list\"", "operation"),
        ("mapping", """{"a":"$..["}""", "mapping.a"),
        ("mapping", """{"a":{"b":["{{#if x}}"]}}""", "mapping.a.b[0]"),
        ("mapping", """{"a":{"@from":"$.x","@nope":1}}""", "mapping.a.@nope"),
        ("mapping", """{"a":{"@from":"$.x","@lookup":"nobody"}}""", "mapping.a.@lookup"),
        ("lookups", """{"a":5}""", "lookups.a"),
        ("batchSize", "0", "batchSize"),
        ("order", "\"random\"", "order"),
        ("repeat", "\"sometimes\"", "repeat"),
        ("idempotencyKey", "\"{{\"", "idempotencyKey"),
        ("request", """{"method":"POST","path":"https://elsewhere.example/x"}""", "request.path"),
        ("request", """{"method":"BREW","path":"/x"}""", "request.method"),
        ("request", """{"method":"POST","path":"/x","headers":{"Host":"a"}}""", "request.headers.Host"),
        ("request", """{"method":"POST","path":"/x","headers":{"A B":"a"}}""", "request.headers.A B"),
        ("request", """{"method":"POST","path":"/{{x"}""", "request.path"),
        ("request", """{"method":"POST","path":"/x","colour":"red"}""", "request.colour"),
    ];

    private static readonly (string Member, string Value, string Field)[] WrongFlow =
    [
        ("integration", "\"int_nobody\"", "integration"),
        ("sources", """[{"export":"exp_nobody"}]""", "sources[0].export"),
        ("sources", """[{"id":"tickets"}]""", "sources[0].export"),
        ("sources", """[{"id":"a","export":"<export>","colour":1}]""", "sources[0].colour"),
        ("steps", """[{"id":"a"}]""", "steps[0]"),
        ("steps", """[{"id":"a","import":"imp_nobody"}]""", "steps[0].import"),
        ("steps", """[{"id":"a","import":"<import>","lookup":"<export>"}]""", "steps[0]"),
        ("steps", """[{"id":"a","import":"<import>"},{"id":"a","import":"<import>"}]""", "steps[1].id"),
        ("steps", """[{"id":"a","import":"<import>","when":{"nope":1}}]""", "steps[0].when.nope"),
        ("steps", """[{"id":"a","import":"<import>","into":"a..b"}]""", "steps[0].into"),
        ("steps", """[{"id":"a","import":"<import>","onError":"ignore"}]""", "steps[0].onError"),
        ("steps", """[5]""", "steps[0]"),
        ("enabled", "\"yes\"", "enabled"),
        ("id", "\"flow_mine\"", "id"),
    ];

    private static readonly (string Member, string Value, string Field)[] WrongAlert =
    [
        ("import", "\"imp_nobody\"", "import"),
        ("events", "[]", "events"),
        ("events", """["flow.failed","flow.bored"]""", "events[1]"),
        ("integration", "\"int_nobody\"", "integration"),
        ("flows", """["flow_nobody"]""", "flows[0]"),
        ("recovered", "\"yes\"", "recovered"),
        ("raised", "[1]", "raised"),
    ];

    private static readonly (string Member, string Value, string Field)[] WrongSelection =
    [
        ("ids", "[5]", "ids[0]"),
        ("filter", """{"colour":"red"}""", "filter.colour"),
        ("filter", """{"code":5}""", "filter.code"),
        ("filter", """{"since":"yesterday"}""", "filter.since"),
    ];

    private const string Export =
        """
        {"name":"Wrong","connection":"<gorgias>","operation":"tickets.list","parameters":{},"mode":"limit","limit":5,"pageSize":50,
         "filter":{"==":[1,1]},"transform":null,"traceKey":"{{id}}"}
        """;

    private const string Import =
        """
        {"name":"Wrong","connection":"<sink>","request":{"method":"POST","path":"/x"},"mapping":{"a":"$.a"},"lookups":{},
         "batchSize":1,"order":"any","orderKey":null,"idempotencyKey":"k","repeat":"always"}
        """;

    private const string Flow =
        """
        {"name":"Wrong","integration":"<integration>","enabled":true,"sources":[{"id":"tickets","export":"<export>"}],
         "steps":[{"id":"write","import":"<import>"}]}
        """;

    public static IReadOnlyList<GoodBody> All { get; } =
    [
        new("createExport", "exports", Export) { Wrong = WrongExport },
        new("changeExport", "exports/<export>", """{"name":"Wrong","mode":"limit","limit":5}""") { Wrong = WrongExport },
        new("createImport", "imports", Import) { Wrong = WrongImport },
        new("changeImport", "imports/<import>", """{"name":"Wrong","batchSize":1}""") { Wrong = WrongImport },
        new("createFlow", "flows", Flow) { Wrong = WrongFlow },
        new("changeFlow", "flows/<flow>", """{"name":"Wrong","enabled":true}""") { Wrong = WrongFlow },
        new("cloneFlow", "flows/<flow>/clone", """{"name":"Wrong"}""") { Wrong = [("name", "\"  \"", "name")] },
        new("createAlert", "alerts", """{"name":"Wrong","import":"<import>","events":["flow.failed"],"integration":"<integration>","enabled":true}""")
        {
            Wrong = WrongAlert,
        },
        new("changeAlert", "alerts/<alert>", """{"name":"Wrong","enabled":true}""") { Wrong = WrongAlert },
        new("previewExport", "exports/preview", $$"""{"export":{{Export}},"limit":5,"since":"2026-01-01"}""")
        {
            Wrong =
            [
                .. Inside("export", Export, WrongExport),
                ("limit", "0", "limit"), ("limit", "101", "limit"), ("since", "\"yesterday\"", "since"),
            ],
        },
        new("previewImport", "imports/preview", $$"""{"import":{{Import}},"records":[{}]}""")
        {
            // A record may be any value.
            Free = ["records is [5,{}]"],
            Wrong =
            [
                .. Inside("import", Import, WrongImport),
                ("records", $"[{string.Join(',', Enumerable.Repeat("1", 101))}]", "records"),
            ],
        },
        new("previewFlowStep", "flows/<flow>/steps/write/preview", """{"record":{},"flow":{"sources":[],"steps":[{"id":"write","branch":{"cases":[]}}]},"source":"tickets","send":false}"""),
        new("startRun", "flows/<flow>/runs", """{"since":"2026-01-01"}""")
        {
            // A run that reads from its marks on needs no body.
            Free = ["no body"],
            Wrong = [("since", "\"yesterday\"", "since"), ("since", "\"2999-01-01\"", "since")],
        },
        new("setMarks", "flows/<flow>/marks", """{"marks":[{"source":"tickets","at":null}]}""")
        {
            Wrong =
            [
                ("marks", """[{"source":"nobody","at":null}]""", "marks[0].source"),
                ("marks", """[{"source":"tickets"}]""", "marks[0].at"),
                ("marks", """[{"source":"tickets","at":"yesterday"}]""", "marks[0].at"),
                ("marks", """[{"source":"tickets","at":null},{"source":"tickets","at":null}]""", "marks[1].source"),
            ],
        },
        new("retryErrors", "flows/<flow>/errors/retry", """{"ids":["<error>"]}""") { Wrong = WrongSelection },
        new("resolveErrors", "flows/<flow>/errors/resolve", """{"ids":["<error>"]}""") { Wrong = WrongSelection },
        new("changeError", "errors/<error>", """{"assignee":"somebody","tags":["a"],"note":"n"}""")
        {
            Wrong = [("tags", "[5]", "tags[0]"), ("code", "\"other\"", "code")],
        },
        new("changeErrorRecord", "errors/<error>/record", """{"record":{}}"""),
    ];

    /// <summary>The same wrong members one level deeper.</summary>
    private static IEnumerable<(string Member, string Value, string Field)> Inside(
        string member, string good, IEnumerable<(string Member, string Value, string Field)> wrong) =>
        wrong.Select(w => (
            member,
            System.Text.Encoding.UTF8.GetString(WrongBody.With(good, w.Member, w.Value, w.Field).Bytes),
            $"{member}.{w.Field}"));
}

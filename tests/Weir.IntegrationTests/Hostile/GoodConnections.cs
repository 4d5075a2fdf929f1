namespace Weir.IntegrationTests.Hostile;

/// <summary>Bodies of connections and integrations.</summary>
internal static class GoodConnections
{
    private static readonly (string Member, string Value, string Field)[] Settings =
    [
        ("settings", """{"username":"a@b.example","password":"x"}""", "settings.subdomain"),
        ("settings", """{"subdomain":"two words","username":"a@b.example","password":"x"}""", "settings.subdomain"),
        ("settings", """{"subdomain":"-x","username":"a@b.example","password":"x"}""", "settings.subdomain"),
        ("settings", """{"subdomain":"https://other.example/x","username":"a@b.example","password":"x"}""", "settings.subdomain"),
        ("settings", """{"subdomain":5,"username":"a@b.example","password":"x"}""", "settings.subdomain"),
        ("settings", """{"subdomain":"fuchsia","username":"nobody","password":"x"}""", "settings.username"),
        ("settings", """{"subdomain":"fuchsia","username":"a@b.example\r\nX: y","password":"x"}""", "settings.username"),
        ("settings", """{"subdomain":"fuchsia","username":"a@b.example","password":5}""", "settings.password"),
        ("settings", """{"subdomain":"fuchsia","username":"a@b.example","password":""}""", "settings.password"),
        ("settings", """{"subdomain":"fuchsia","username":"a@b.example","password":"x","colour":"red"}""", "settings.colour"),
        ("settings", """{"subdomain":"fuchsia","subdomain":"b","username":"a@b.example","password":"x"}""", "settings.subdomain"),
    ];

    private static readonly (string Member, string Value, string Field)[] Level =
    [
        ("concurrencyLevel", "0", "concurrencyLevel"),
        ("concurrencyLevel", "26", "concurrencyLevel"),
        ("concurrencyLevel", "10.0", "concurrencyLevel"),
        ("concurrencyLevel", "\"10\"", "concurrencyLevel"),
        ("borrowConcurrencyFrom", "\"conn_nobody\"", "borrowConcurrencyFrom"),
        ("borrowConcurrencyFrom", "\"<flow>\"", "borrowConcurrencyFrom"),
    ];

    private static readonly (string Member, string Value, string Field)[] ReadOnly =
    [
        ("id", "\"conn_mine\"", "id"),
        ("version", "7", "version"),
        ("status", "\"online\"", "status"),
        ("secrets", "[\"token\"]", "secrets"),
        ("createdAt", "\"2026-01-01T00:00:00Z\"", "createdAt"),
        ("lastTest", "{}", "lastTest"),
    ];

    private const string Connection =
        """
        {"name":"Wrong","application":"gorgias","settings":{"subdomain":"fuchsia","username":"a@b.example","password":"x"},
         "borrowConcurrencyFrom":null,"concurrencyLevel":5}
        """;

    public static IReadOnlyList<GoodBody> All { get; } =
    [
        new("createConnection", "connections?test=false", Connection)
        {
            Wrong =
            [
                .. Settings, .. Level, .. ReadOnly,
                ("name", "\"  \"", "name"),
                ("name", "\"gorgias\"", "name"),
                ("application", "\"nobody\"", "application"),
                ("application", "\"Gorgias\"", "application"),
            ],
        },
        new("testConnectionBody", "connections/test", Connection)
        {
            Wrong = [.. Settings, .. Level, .. ReadOnly.Skip(1), ("id", "\"conn_nobody\"", "id")],
        },
        new("changeConnection", "connections/<gorgias>?test=false", """{"name":"Wrong","concurrencyLevel":5}""")
        {
            Wrong =
            [
                .. Level, .. ReadOnly,
                ("settings", """{"subdomain":"elsewhere"}""", "settings.password"),
                ("settings", """{"subdomain":null}""", "settings.subdomain"),
                ("settings", """{"password":{}}""", "settings.password"),
                ("settings", "null", "settings"),
                ("application", "\"http\"", "application"),
                ("borrowConcurrencyFrom", "\"<gorgias>\"", "borrowConcurrencyFrom"),
            ],
        },
        new("cloneConnection", "connections/<gorgias>/clone?test=false", """{"name":"Wrong"}""")
        {
            Wrong = [("name", "\"  \"", "name"), ("name", "\"gorgias\"", "name")],
        },
        new("revertConnection", "connections/<gorgias>/versions/1/revert?test=false", """{"settings":{"password":"x"}}""")
        {
            // What needs no secret again needs no body.
            Free = ["no body"],
            Wrong =
            [
                ("settings", """{"password":5}""", "settings.password"),
                ("settings", """{"subdomain":"elsewhere"}""", "settings.subdomain"),
            ],
        },
        new("debugConnection", "connections/<gorgias>/debug", """{"minutes":5}""")
        {
            Wrong = [("minutes", "0", "minutes"), ("minutes", "61", "minutes"), ("minutes", "null", "minutes")],
        },
        new("createIntegration", "integrations", """{"name":"Wrong","description":"d","connections":["<gorgias>"]}""")
        {
            Wrong =
            [
                ("connections", "[\"conn_nobody\"]", "connections[0]"),
                ("connections", "[\"<gorgias>\",\"<gorgias>\"]", "connections[1]"),
                ("flows", "[\"<flow>\"]", "flows"),
            ],
        },
        new("changeIntegration", "integrations/<integration>", """{"name":"Wrong","description":"d","connections":["<gorgias>"]}""")
        {
            Wrong = [("connections", "[null]", "connections[0]"), ("flows", "[\"<flow>\"]", "flows")],
        },
    ];
}

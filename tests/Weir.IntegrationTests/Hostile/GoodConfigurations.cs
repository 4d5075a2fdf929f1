namespace Weir.IntegrationTests.Hostile;

/// <summary>Bodies of the whole configuration.</summary>
internal static class GoodConfigurations
{
    public static IReadOnlyList<GoodBody> All { get; } =
    [
        new(
            "applyConfiguration",
            "configuration",
            """{"connections":[],"integrations":[{"name":"Another"}],"exports":[],"imports":[],"flows":[]}""")
        {
            Wrong =
            [
                ("connections", """[{"name":"C","application":"nope"}]""", "connections[0].application"),
                ("connections", """[{"name":"C","application":"http","settings":{"baseUri":"ftp://x"}}]""", "connections[0].settings.baseUri"),
                ("connections", """[{"name":"C","application":"http","settings":{"baseUri":"http://x","token":"t"}}]""", "connections[0].settings.token"),
                ("connections", """[{"name":"C","application":"http","settings":{"baseUri":"http://x","token":{"$env":"a-b"}}}]""", "connections[0].settings.token"),
                ("connections", """[{"name":"C","application":"http","settings":{"baseUri":"http://x","token":{"$secret":""}}}]""", "connections[0].settings.token"),
                ("connections", """[{"name":"C","application":"http","settings":{"baseUri":"http://x","token":{"$secret":"a","$env":"B"}}}]""", "connections[0].settings.token"),
                ("connections", """[{"name":"C","application":"http","settings":{"baseUri":"http://x"},"borrowConcurrencyFrom":"C"}]""", "connections[0].borrowConcurrencyFrom"),
                ("connections", """[{"name":"C","application":"http","settings":{"baseUri":"http://x"},"concurrencyLevel":26}]""", "connections[0].concurrencyLevel"),
                ("connections", """[{"name":"C","application":"http","settings":{"baseUri":"http://x"},"version":3}]""", "connections[0].version"),
                ("integrations", """[{"name":"A"},{"name":"a"}]""", "integrations[1].name"),
                ("integrations", """[{"name":"A","connections":["Nobody"]}]""", "integrations[0].connections[0]"),
                ("integrations", """[{"name":"A","connections":"Nobody"}]""", "integrations[0].connections"),
                ("exports", """[{"name":"E","connection":"<gorgias>","operation":"tickets.list"}]""", "exports[0].connection"),
                ("exports", """[{"name":"E","connection":{"name":"Gorgias"},"operation":"tickets.list"}]""", "exports[0].connection"),
                ("exports", """[{"name":"E","connection":"Gorgias","operation":"tickets.none"}]""", "exports[0].operation"),
                ("exports", """[{"name":"E","connection":"Gorgias","operation":"tickets.list","mode":"once","once":{"mark":{"import":"Nobody"}}}]""", "exports[0].once.mark.import"),
                ("exports", """[{"name":"E"}]""", "exports[0].connection"),
                ("imports", """[{"name":"I","connection":"Sink","request":{"path":"/x"},"mapping":{"a":"$["}}]""", "imports[0].mapping.a"),
                ("flows", """[{"name":"F","integration":7}]""", "flows[0].integration"),
                ("flows", """[{"name":"F","sources":[{"export":"Nobody"}]}]""", "flows[0].sources[0].export"),
                ("flows", """[{"name":"F","steps":[{"lookup":"Nobody"}]}]""", "flows[0].steps[0].lookup"),
                ("flows", """[{"name":"F","steps":[{"branch":{"cases":[{"name":"a","steps":[{"import":"Nobody"}]}]}}]}]""", "flows[0].steps[0].branch.cases[0].steps[0].import"),
                ("flows", """[{"name":"F","steps":7}]""", "flows[0].steps"),
                ("flows", """[null]""", "flows[0]"),
            ],
        },
    ];
}

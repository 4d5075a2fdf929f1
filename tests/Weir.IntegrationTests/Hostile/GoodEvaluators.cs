namespace Weir.IntegrationTests.Hostile;

/// <summary>Bodies of the small evaluators.</summary>
internal static class GoodEvaluators
{
    public static IReadOnlyList<GoodBody> All { get; } =
    [
        new("previewPath", "preview/path", """{"path":"$.a","record":{}}""")
        {
            Wrong = [("path", "\"$[\"", "path"), ("path", "\"a\"", "path"), ("path", "\"$[?count(@)]\"", "path"), ("path", "\"\"", "path")],
        },
        new("previewFilter", "preview/filter", """{"filter":{"var":"a"},"record":{}}""")
        {
            Wrong = [("filter", """{"nope":1}""", "filter.nope")],
        },
        new("previewTemplate", "preview/template", """{"template":"{{a}}","record":{},"for":"text"}""")
        {
            // Any text is a template.
            Free = ["template is \"xxxxxxxxxxxxxxxxxxx", "template is \"\\u0000\""],
            Wrong =
            [
                ("template", "\"{{\"", "template"), ("template", "\"{{> partial}}\"", "template"), ("template", "\"{{/if}}\"", "template"),
                ("for", "\"sql\"", "for"),
            ],
        },
        new("previewSchedule", "preview/schedule", """{"schedule":{"cron":"0 0 8 * * ?","timezone":"Europe/Paris"},"count":3}""")
        {
            Wrong =
            [
                ("schedule", """{"cron":"every day"}""", "schedule.cron"),
                ("schedule", """{"cron":"0 0 8 * * ?","timezone":"Nowhere/Here"}""", "schedule.timezone"),
                ("schedule", """{"cron":"0 0 8 * * ?","colour":1}""", "schedule.colour"),
                ("count", "0", "count"),
            ],
        },
        new("previewMapping", "preview/mapping", """{"mapping":{"a":"$.a"},"lookups":{},"record":{}}""")
        {
            Wrong =
            [
                ("mapping", """{"a":"$["}""", "mapping.a"), ("mapping", """{"a":{"@each":"$.x"}}""", "mapping.a"),
                ("lookups", """{"a":[]}""", "lookups.a"),
            ],
        },
    ];
}

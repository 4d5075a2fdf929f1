namespace Weir.IntegrationTests.Sandbox;

/// <summary>Where the sandbox differs from a recording on purpose, and why.</summary>
internal static class KnownDifferences
{
    public static readonly IReadOnlyDictionary<string, string> None =
        new Dictionary<string, string>(StringComparer.Ordinal);

    private const string Nullable = "The field may be null; the recorded one happened to have a value.";
    private const string Newer =
        "The recording is of 2025; since then the answer has more, as the ticket read in 2026 shows.";
    private const string ByChannel =
        "Only mail-like channels say from whom and to whom; the recorded message was an e-mail.";

    public static readonly IReadOnlyDictionary<string, string> CustomerRow = Of(
        (Nullable, ["$.data[].email may be null", "$.data[].meta may be null", "$.data[].name may be null"]),
        ("The recorded page was not the last one.", ["$.meta.next_cursor may be null"]));

    public static readonly IReadOnlyDictionary<string, string> Customer = Of(
        (Nullable, ["$.email may be null", "$.meta may be null"]));

    public static readonly IReadOnlyDictionary<string, string> TicketRow = Of(
        (Nullable,
        [
            "$.data[].customer.email may be null", "$.data[].customer.meta may be null",
            "$.data[].language may be null",
        ]),
        ("A custom field may hold a number; the recorded one held a text.",
        [
            "$.data[].custom_fields.*.value may be number",
        ]));

    public static readonly IReadOnlyDictionary<string, string> Ticket = Of(
        (Nullable,
        [
            .. from customer in (string[])["$.customer", "$.requester"]
               from field in (string[])["channels[].customer.name", "channels[].user.name", "email", "name"]
               select $"{customer}.{field} may be null",
            .. from field in (string[])
               [
                   "receiver", "receiver.email", "receiver.meta", "receiver.name", "sender.email", "sender.name",
                   "source.from.name", "source.to[].name", "subject",
               ]
               select $"$.messages[].{field} may be null",
            "$.language may be null",
            "$.subject may be null",
        ]),
        (ByChannel, ["$.messages[].source.from is not always there", "$.messages[].source.to is not always there"]));

    public static readonly IReadOnlyDictionary<string, string> CreatedTicket = Of(
        (Nullable, ["$.messages[].external_id may be null"]),
        (Newer,
        [
            "$.customer.ecommerce_data is extra", "$.customer.external_data is extra", "$.imported is extra",
            "$.messages[].auth_customer_identity is extra", "$.messages[].imported is extra",
            "$.messages[].processed_datetime is extra",
            "$.processed_datetime is extra", "$.requester.ecommerce_data is extra",
            "$.requester.external_data is extra",
            "$.summary is extra",
        ]),
        ("A ticket's messages had the macros in 2025 and have them no more in 2026.",
        [
            "$.messages[].macros is missing",
        ]));

    public static readonly IReadOnlyDictionary<string, string> Tag = Of(
        ("A tag with a colour has it in its decoration; the recorded one had none.", ["$.decoration.color is extra"]));

    public static readonly IReadOnlyDictionary<string, string> User = Of(
        (Nullable, ["$.timezone may be null"]),
        ("Not everybody signs in by another service.", ["$.meta.sso is not always there"]));

    public static readonly IReadOnlyDictionary<string, string> Events = Of(
        ("What a customer does has no user of the team; the recorded ones were all done with a key.",
        [
            "$.data[].user_id may be null",
        ]),
        ("The recorded page was not the last one.", ["$.meta.next_cursor may be null"]));

    public static readonly IReadOnlyDictionary<string, string> ViewItems = Of(
        (Nullable,
        [
            "$.data[].customer.email may be null", "$.data[].customer.meta may be null",
            "$.data[].language may be null",
        ]));

    public static readonly IReadOnlyDictionary<string, string> Macro = Of((Nullable, ["$.language may be null"]));

    public static readonly IReadOnlyDictionary<string, string> Job = Of(("The recorded one had ended well; one that failed has no end.", ["$.ended_datetime may be null"]));

    public static readonly IReadOnlyDictionary<string, string> Team = Of(
        (Nullable, ["$.description may be null"]),
        ("The recorded one had no emoji.", ["$.decoration.emoji is extra"]));

    public static readonly IReadOnlyDictionary<string, string> CustomFields = Of((Nullable, ["$.data[].description may be null"]));

    public static readonly IReadOnlyDictionary<string, string> Integration = Of(
        ("The documentation prints a few members of those it describes.",
        [
            "$.application_id is extra", "$.business_hours_id is extra", "$.deactivated_datetime is extra",
            "$.decoration is extra", "$.description is extra", "$.http.headers is extra", "$.locked_datetime is extra",
            "$.managed is extra", "$.meta is extra", "$.user is extra",
        ]));

    private static Dictionary<string, string> Of(params (string Reason, string[] Differences)[] groups) => groups
        .SelectMany(group => group.Differences.Select(difference => (difference, group.Reason)))
        .ToDictionary(pair => pair.difference, pair => pair.Reason, StringComparer.Ordinal);
}

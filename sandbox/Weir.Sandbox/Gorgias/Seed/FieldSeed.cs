namespace Weir.Sandbox.Gorgias;

/// <summary>The definitions of custom fields: those that come with an account, and more up to the number wanted.</summary>
internal static class FieldSeed
{
    public const int Reason = 319_614;
    public const int Order = 319_825;
    public const int Tier = 319_618;

    private const int FirstOfTickets = 320_001;
    private const int FirstOfCustomers = 330_001;
    private const int IdStep = 3;

    private static readonly string[] Topics =
        ["Carrier", "Warehouse", "Batch", "Size", "Colour", "Campaign", "Shop", "Promise", "Defect", "Batch, part 2"];

    public static IEnumerable<CustomField> All(long opened, int rows)
    {
        CustomField[] ofTickets =
        [
            Text(Order, CustomField.OfTickets, "Order number", 8, opened) with
            {
                Description = "The number in the shop; text or number",
            },
            Dropdown(319_612, "Call status", 6, "call_status", ["Answered", "Missed", "Cancelled"], opened) with
            {
                RequirementType = "conditional",
            },
            Dropdown(319_617, "Managed sentiment", 5, "managed_sentiment", ["Positive", "Negative", "Undefined"], opened),
            Dropdown(Reason, "Contact reason", 3, "contact_reason", Shop.CustomFieldReasons, opened),
            Dropdown(319_615, "Product", 2, "product", [], opened),
            Dropdown(319_616, "Resolution", 1, "resolution", ["No action", "Refund", "Subscription::Updated"], opened),
        ];
        CustomField[] ofCustomers =
        [
            Text(Tier, CustomField.OfCustomers, "Tier", 4, opened),
            Text(319_621, CustomField.OfCustomers, "Account manager", 2, opened),
        ];
        return
        [
            .. ofTickets, .. More(ofTickets.Length, rows, FirstOfTickets, CustomField.OfTickets, opened),
            .. ofCustomers, .. More(ofCustomers.Length, rows, FirstOfCustomers, CustomField.OfCustomers, opened),
        ];
    }

    private static IEnumerable<CustomField> More(int there, int rows, int firstId, string objectType, long opened) =>
        Enumerable.Range(0, Math.Max(rows - there, 0)).Select(number => (number % 3) switch
        {
            0 => Number(firstId + (number * IdStep), objectType, Label(number), opened),
            _ => Text(firstId + (number * IdStep), objectType, Label(number), number % 7, opened),
        }).Select((field, number) => field with
        {
            ExternalId = number % 5 == 0 ? $"zd-{number}" : null,
            Deactivated = number % 17 == 3 ? opened + (90 * GorgiasTime.Day) : null,
        });

    private static string Label(int number) => $"{Topics[number % Topics.Length]} {(number / Topics.Length) + 1}";

    private static CustomField Text(int id, string objectType, string label, int priority, long opened) => new()
    {
        Id = id,
        ObjectType = objectType,
        Label = label,
        Priority = priority,
        Definition = """{"data_type":"text","input_settings":{"input_type":"input"}}""",
        Created = opened + 331_384,
        Updated = opened + 331_391,
    };

    private static CustomField Number(int id, string objectType, string label, long opened) =>
        Text(id, objectType, label, 0, opened) with
        {
            Definition = """{"data_type":"number","input_settings":{"input_type":"input_number"}}""",
        };

    private static CustomField Dropdown(
        int id, string label, int priority, string managed, string[] choices, long opened) =>
        Text(id, CustomField.OfTickets, label, priority, opened) with
        {
            ManagedType = managed,
            Description = $"{label}, as the account came with it.",
            Definition = $$$"""
                {"data_type":"text","input_settings":{"input_type":"dropdown","choices":[{{{Quoted(choices)}}}]}}
                """.Trim(),
        };

    // The choices hold nothing that JSON would escape.
    private static string Quoted(string[] texts) => string.Join(',', texts.Select(text => $"\"{text}\""));
}

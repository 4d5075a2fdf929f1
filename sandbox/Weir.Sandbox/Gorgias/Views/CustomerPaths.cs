namespace Weir.Sandbox.Gorgias;

/// <summary>What the filter of a view of customers can ask.</summary>
internal static class CustomerPaths
{
    private static readonly Dictionary<string, Func<Customer, object?>> Known = new(StringComparer.Ordinal)
    {
        ["customer.id"] = customer => customer.Id,
        ["customer.external_id"] = customer => customer.ExternalId,
        ["customer.email"] = customer => customer.Email,
        ["customer.name"] = customer => customer.Name,
        ["customer.language"] = customer => customer.Language,
        ["customer.timezone"] = customer => customer.Timezone,
        ["customer.note"] = customer => customer.Note,
        ["customer.channels.type"] = customer => customer.Channels.Select(each => (object)each.Type).ToList(),
        ["customer.channels.address"] = customer => customer.Channels.Select(each => (object)each.Address).ToList(),
        ["customer.created_datetime"] = customer => customer.Created,
        ["customer.updated_datetime"] = customer => customer.Updated,
    };

    public static bool IsKnown(string path) => Known.ContainsKey(path);

    public static object? ValueOf(Customer customer, string path) => Known[path](customer);
}

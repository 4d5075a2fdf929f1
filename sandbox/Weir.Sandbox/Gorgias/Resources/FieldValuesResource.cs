namespace Weir.Sandbox.Gorgias;

/// <summary>
/// <c>/api/tickets/{id}/custom-fields</c> and <c>/api/customers/{id}/custom-fields</c>: the same in both places. A list
/// of values changes those and no others.
/// </summary>
internal static class FieldValuesResource
{
    private static readonly Owner Tickets = new(
        CustomField.OfTickets,
        (desk, id) => desk.Tickets.Find(id)?.CustomFields,
        (desk, id, values) =>
        {
            var ticket = desk.Tickets.Find(id)!;
            TicketChange.Save(desk, ticket, ticket with { CustomFields = values });
        });

    private static readonly Owner Customers = new(
        CustomField.OfCustomers,
        (desk, id) => desk.Customers.Find(id)?.CustomFields,
        (desk, id, values) =>
        {
            desk.Customers.Save(desk.Customers.Find(id)! with { CustomFields = values, Updated = desk.NextChange() });
            desk.Events.Add("customer-updated", "Customer", id);
        });

    public static readonly GorgiasRoute[] Routes =
    [
        .. Of("/api/tickets/{id}/custom-fields", Tickets), .. Of("/api/customers/{id}/custom-fields", Customers),
    ];

    private static GorgiasRoute[] Of(string path, Owner owner) =>
    [
        new("GET", path, "not paged; each with its definition", request => List(request, owner)),
        new("PUT", path, "a bare array of {id,value}; null clears, others stay", request => Set(request, owner, isOne: false)),
        new("PUT", path + "/{field_id}", "{id,value}; null clears", request => Set(request, owner, isOne: true)),
        new("DELETE", path + "/{field_id}", "", request => Remove(request, owner)),
    ];

    private static void List(GorgiasRequest request, Owner owner)
    {
        request.Query.Done();
        Write(request, owner);
    }

    private static void Set(GorgiasRequest request, Owner owner, bool isOne)
    {
        request.Query.Done();
        var (items, body) = isOne ? One(request) : BodyReader.ListOf(request.Incoming.Body);
        request.Change(request.PathId, desk =>
        {
            var values = Find(request, owner).ToDictionary(value => value.FieldId);
            foreach (var item in items)
            {
                var id = isOne ? request.InnerId : item.Int("id") ?? 0;
                if (item.Int("id", id) != id || desk.Setup.CustomFields.Find(id)?.ObjectType != owner.ObjectType)
                {
                    item.Wrong("id", $"There is no custom field {id}.");
                }

                switch (item.Json("value"))
                {
                    case null when item.Has("value"):
                        values.Remove(id);
                        break;
                    case null:
                        item.Require("value");
                        break;
                    case ['{' or '[', ..]:
                        item.Wrong("value", "Not a valid value.");
                        break;
                    case { } value:
                        values[id] = new FieldValue(id, value);
                        break;
                }
            }

            body.Done("Failed to update custom fields");
            owner.Set(desk, request.PathId, [.. values.Values]);
        });
        Write(request, owner);
    }

    private static void Remove(GorgiasRequest request, Owner owner)
    {
        request.Query.Done();
        request.Change(request.PathId, desk =>
        {
            var values = Find(request, owner);
            if (!values.Any(value => value.FieldId == request.InnerId))
            {
                throw GorgiasProblem.NotFound();
            }

            owner.Set(desk, request.PathId, [.. values.Where(value => value.FieldId != request.InnerId)]);
        });
        request.Reply.Status = 204;
    }

    private static (IReadOnlyList<BodyReader> Items, BodyReader Body) One(GorgiasRequest request)
    {
        var body = request.ReadBody();
        return ([body], body);
    }

    private static IReadOnlyList<FieldValue> Find(GorgiasRequest request, Owner owner) =>
        owner.Get(request.Desk, request.PathId) ?? throw GorgiasProblem.NotFound();

    private static void Write(GorgiasRequest request, Owner owner)
    {
        lock (request.Desk.Gate)
        {
            FieldWriting.WriteWithDefinitions(request.Reply.Json, request.Desk, Find(request, owner));
        }
    }

    /// <param name="ObjectType">Whose definitions are meant.</param>
    /// <param name="Get">The values of a record, null where there is none.</param>
    /// <param name="Set">Replaces them, with what else that changes.</param>
    private sealed record Owner(
        string ObjectType,
        Func<Desk, int, IReadOnlyList<FieldValue>?> Get,
        Action<Desk, int, IReadOnlyList<FieldValue>> Set);
}

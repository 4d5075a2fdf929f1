namespace Weir.Sandbox.Gorgias;

/// <summary>Makes one customer of two, and takes customers away. Called while the desk's gate is held.</summary>
internal static class CustomerMerging
{
    /// <summary>The tickets and the addresses of the source are the target's from now on; the source vanishes.</summary>
    public static Customer Merge(Desk desk, Customer source, Customer target)
    {
        foreach (var id in desk.Tickets.IdsOfCustomer(source.Id).ToList())
        {
            if (desk.Tickets.Find(id) is { } ticket)
            {
                desk.Tickets.Save(ticket with { CustomerId = target.Id });
            }

            if (desk.Surveys.OfTicket(id) is { } survey && survey.CustomerId == source.Id)
            {
                desk.Surveys.Save(survey with { CustomerId = target.Id });
            }
        }

        desk.Customers.Remove(source.Id);
        desk.NoteMerged(source, target);
        var merged = target with
        {
            Channels =
            [
                .. target.Channels,
                .. source.Channels.Where(channel => !target.Channels.Any(
                        other => other.Type == channel.Type
                            && string.Equals(other.Address, channel.Address, StringComparison.OrdinalIgnoreCase)))
                    .Select(channel => channel with
                    {
                        Preferred = channel.Preferred && !target.Channels.Any(other => other.Type == channel.Type),
                    }),
            ],
            Email = target.Email ?? source.Email,
            Data = target.Data ?? source.Data,
            Updated = desk.NextChange(),
        };
        desk.Customers.Save(merged);
        desk.Events.Add("customer-deleted", "Customer", source.Id);
        desk.Events.Add("customer-merged", "Customer", target.Id, $$"""{"source_customer_id":{{source.Id}}}""");
        return merged;
    }

    /// <summary>All of them or none: whoever still has a ticket stays.</summary>
    public static void Remove(Desk desk, IReadOnlyList<int> ids)
    {
        if (ids.Any(id => desk.Customers.Find(id) is null))
        {
            throw GorgiasProblem.NotFound();
        }

        if (ids.Any(id => desk.Tickets.IdsOfCustomer(id).Count > 0))
        {
            throw GorgiasProblem.Exists();
        }

        foreach (var id in ids.Distinct())
        {
            desk.Customers.Remove(id);
            desk.Events.Add("customer-deleted", "Customer", id);
        }
    }
}

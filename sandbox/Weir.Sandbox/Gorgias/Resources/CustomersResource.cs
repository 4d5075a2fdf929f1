namespace Weir.Sandbox.Gorgias;

/// <summary>
/// <c>/api/customers</c>. A row of the list lacks what the customer alone has (channels, integrations).
/// </summary>
internal static class CustomersResource
{
    public static readonly GorgiasRoute[] Routes =
    [
        new("GET", "/api/customers", "a list; filters email, external_id, name, language, timezone, channel_type, channel_address, view_id", List),
        new("POST", "/api/customers", "409 for an e-mail address that another one has", Create),
        new("GET", "/api/customers/{id}", "in whole, with its channels", Get),
        new("PUT", "/api/customers/{id}", "only what was sent; channels and custom_fields replace", Update),
        new("DELETE", "/api/customers/{id}", "409 while there is a ticket of this customer", Delete),
        new("DELETE", "/api/customers", "{ids:[…]}: all of them or none", DeleteMany),
        new("PUT", "/api/customers/merge", "source_id, target_id in the query; the source vanishes", Merge),
        new("PUT", "/api/customers/{id}/data", "{data,version}: 202 and nothing; an older version is ignored", SetData),
    ];

    private static void List(GorgiasRequest request)
    {
        var query = ListQuery.Read(request.Query, "created_datetime", "updated_datetime");
        var filter = CustomerFilter.Read(request.Query);
        var view = ViewFilter.OfQuery(request, View.OfCustomers);
        request.Query.Done();
        ListPage<Customer> page;
        lock (request.Desk.Gate)
        {
            var customers = request.Desk.Customers;
            page = ListPage<Customer>.Read(
                filter.Index(customers, query.Order),
                query,
                id => customers.Find((int)id) is { } customer
                    && filter.Takes(customer)
                    && (view is null || view.Takes(path => CustomerPaths.ValueOf(customer, path)))
                        ? customer
                        : null);
        }

        request.WriteList(page, CustomerWriting.WriteRow);
    }

    private static void Create(GorgiasRequest request)
    {
        request.Query.Done();
        var body = request.ReadBody();
        var customer = request.Change(desk => new CustomerChange(desk).Create(body), made => made.Id);
        request.Reply.Status = 201;
        CustomerWriting.WriteWhole(request.Reply.Json, customer, isStored: false);
    }

    private static void Update(GorgiasRequest request)
    {
        request.Query.Done();
        var body = request.ReadBody();
        var customer = request.Change(
            desk => new CustomerChange(desk).Update(
                body, desk.Customers.Find(request.PathId) ?? throw GorgiasProblem.NotFound()),
            changed => changed.Id);
        CustomerWriting.WriteWhole(request.Reply.Json, customer, isStored: true);
    }

    private static void Delete(GorgiasRequest request)
    {
        request.Query.Done();
        request.Change(request.PathId, desk => CustomerMerging.Remove(desk, [request.PathId]));
        request.Reply.Status = 204;
    }

    private static void DeleteMany(GorgiasRequest request)
    {
        request.Query.Done();
        var body = request.ReadBody();
        body.Require("ids");
        var ids = body.Ids("ids", []);
        body.Done("Failed to delete customers");
        request.Change(0, desk => CustomerMerging.Remove(desk, ids));
        request.Reply.Status = 204;
    }

    private static void Merge(GorgiasRequest request)
    {
        var (sourceId, targetId) = (request.Query.Int("source_id"), request.Query.Int("target_id"));
        foreach (var name in (ReadOnlySpan<string>)["source_id", "target_id"])
        {
            if (request.Query.Text(name) is null)
            {
                request.Query.Wrong(name, "Missing data for required field.");
            }
        }

        if (sourceId == targetId)
        {
            request.Query.Wrong("source_id", "A customer is not merged with itself.");
        }

        request.Query.Done();

        // Fields of the target may be in the body; as recorded, they change nothing.
        var body = BodyReader.OfOptional(request.Incoming.Body);
        var customer = request.Change(
            desk =>
            {
                var source = desk.Customers.Find(sourceId!.Value) ?? throw GorgiasProblem.NotFound();
                var target = desk.Customers.Find(targetId!.Value) ?? throw GorgiasProblem.NotFound();
                new CustomerChange(desk).Check(body, target);
                return CustomerMerging.Merge(desk, source, target);
            },
            merged => merged.Id);
        CustomerWriting.WriteWhole(request.Reply.Json, customer, isStored: true, hasExternalData: false);
    }

    /// <summary>Whoever sends an older version than the last one is not told that nothing happened.</summary>
    private static void SetData(GorgiasRequest request)
    {
        request.Query.Done();
        var body = request.ReadBody();
        if (!body.Has("data"))
        {
            body.Require("data");
        }

        var data = body.Json("data");
        var version = body.Time("version");
        body.Done("Failed to update customer data");
        request.Change(request.PathId, desk =>
        {
            var customer = desk.Customers.Find(request.PathId) ?? throw GorgiasProblem.NotFound();
            var now = desk.NextChange();
            if ((version ?? now) >= (customer.DataVersion ?? long.MinValue))
            {
                desk.Customers.Save(customer with { Data = data, DataVersion = version ?? now, Updated = now });
                desk.Events.Add("customer-updated", "Customer", customer.Id);
            }
        });
        request.Reply.Status = 202;
    }

    private static void Get(GorgiasRequest request)
    {
        _ = request.Query.Many("relationships");
        request.Query.Done();
        Customer customer;
        lock (request.Desk.Gate)
        {
            customer = request.Desk.Customers.Find(request.PathId) ?? throw GorgiasProblem.NotFound();
        }

        CustomerWriting.WriteWhole(request.Reply.Json, customer, isStored: true);
    }
}

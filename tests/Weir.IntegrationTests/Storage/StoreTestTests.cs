namespace Weir.IntegrationTests.Storage;

public sealed class StoreTestTests
{
    [Fact]
    public void Each_store_is_tested_on_both_databases()
    {
        var types = typeof(StoreTest).Assembly.GetTypes();
        var contracts = types.Where(t => t.IsAbstract && t.IsSubclassOf(typeof(StoreTest))).ToList();
        var missing = contracts
            .SelectMany(c => new[] { "Sqlite" + c.Name, "Postgres" + c.Name }.Where(n => !types.Any(t => t.Name == n && t.BaseType == c)))
            .ToList();

        Assert.NotEmpty(contracts);
        Assert.True(
            missing.Count == 0,
            $"Write {string.Join(" and ", missing)}: a sealed class of one line, as the other store tests have it.");
    }
}

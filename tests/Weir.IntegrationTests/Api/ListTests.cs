namespace Weir.IntegrationTests.Api;

public sealed class ListTests : ApiTest
{
    [Fact]
    public async Task Resources_come_by_name_page_by_page()
    {
        foreach (var name in (string[])["delta", "Alpha", "charlie", "Bravo", "echo"])
        {
            (await Api.PostAsync("integrations", $$"""{"name":"{{name}}"}""")).MustBe(201);
        }

        var names = new List<string?>();
        string? cursor = null;
        do
        {
            var page = (await Api.GetAsync($"integrations?limit=2{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}")).MustBe(200).Json;
            var data = page.GetProperty("data").EnumerateArray().Select(i => i.GetProperty("name").GetString()).ToList();
            Assert.InRange(data.Count, 1, 2);
            names.AddRange(data);
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        Assert.Equal(["Alpha", "Bravo", "charlie", "delta", "echo"], names);
    }

    [Theory]
    [InlineData("sort=-name", "echo,Alpha")]
    [InlineData("sort=createdAt", "echo,Alpha")]
    [InlineData("q=LPH", "Alpha")]
    [InlineData("q=zzz", "")]
    [InlineData("sort=name&q=e", "echo")]
    public async Task A_list_is_sorted_and_searched(string query, string expected)
    {
        await Api.PostAsync("integrations", """{"name":"echo"}""");
        await Api.PostAsync("integrations", """{"name":"Alpha"}""");

        var list = (await Api.GetAsync($"integrations?{query}")).MustBe(200).Json.GetProperty("data");

        Assert.Equal(expected, string.Join(',', list.EnumerateArray().Select(i => i.GetProperty("name").GetString())));
    }

    [Theory]
    [InlineData("runs?foo=1", "foo")]
    [InlineData("connections?foo=1", "foo")]
    [InlineData("errors?statsu=open", "statsu")]
    [InlineData("errors.csv?foo=1", "foo")]
    [InlineData("flows?limit=1&Sort=name", "Sort")]
    [InlineData("applications?q=gorgias", "q")]
    public async Task A_filter_that_does_not_exist_is_refused_by_name(string path, string name) =>
        (await Api.GetAsync(path)).MustRefuse(422, "unknown_field", name);
}

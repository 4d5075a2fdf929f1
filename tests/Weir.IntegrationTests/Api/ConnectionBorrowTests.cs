namespace Weir.IntegrationTests.Api;

public sealed class ConnectionBorrowTests : ApiTest
{
    [Fact]
    public async Task A_borrower_uses_the_pool_of_the_last_lender_and_keeps_its_own_level()
    {
        var lender = await Api.ConnectionAsync("Lender", ",\"concurrencyLevel\":4");
        var middle = await Api.ConnectionAsync("Middle", Borrow(lender));
        var borrower = await Api.ConnectionAsync("Borrower", Borrow(middle) + ",\"concurrencyLevel\":9");

        var traffic = (await Api.GetAsync($"{borrower}/traffic")).MustBe(200).Json;

        Assert.Equal((IdOf(lender), 4), (traffic.GetProperty("pool").GetString(), traffic.GetProperty("level").GetInt32()));
        Assert.Equal(9, (await Api.GetAsync(borrower)).Json.GetProperty("concurrencyLevel").GetInt32());
        Assert.Equal(
            [IdOf(middle), IdOf(borrower)],
            (await Api.GetAsync($"{lender}/traffic")).Json.GetProperty("borrowers").EnumerateArray().Select(b => b.GetString()));
    }

    [Fact]
    public async Task It_cannot_borrow_from_itself()
    {
        var id = await Api.ConnectionAsync();

        (await Api.PatchAsync(id, $$"""{"borrowConcurrencyFrom":"{{IdOf(id)}}"}""")).MustRefuse(422, "validation", "borrowConcurrencyFrom");
    }

    [Fact]
    public async Task A_circle_is_refused_however_long()
    {
        var a = await Api.ConnectionAsync("A");
        var b = await Api.ConnectionAsync("B", Borrow(a));
        var c = await Api.ConnectionAsync("C", Borrow(b));

        (await Api.PatchAsync(a, $$"""{"borrowConcurrencyFrom":"{{IdOf(c)}}"}""")).MustRefuse(422, "validation", "borrowConcurrencyFrom");
    }

    [Fact]
    public async Task Two_that_borrow_from_each_other_at_the_same_time_do_not_both_succeed()
    {
        var a = await Api.ConnectionAsync("A");
        var b = await Api.ConnectionAsync("B");

        var replies = await Task.WhenAll(
            Api.PatchAsync(a, $$"""{"borrowConcurrencyFrom":"{{IdOf(b)}}"}"""),
            Api.PatchAsync(b, $$"""{"borrowConcurrencyFrom":"{{IdOf(a)}}"}"""));

        Assert.Single(replies, r => r.Status == 200);
        Assert.Single(replies, r => r.Status == 422);
    }

    [Theory]
    [InlineData("\"conn_unknown\"")]
    [InlineData("\"flow_1\"")]
    [InlineData("5")]
    public async Task An_unknown_lender_is_refused(string lender) =>
        (await Api.PostAsync("connections", Api.Body("A", $",\"borrowConcurrencyFrom\":{lender}")))
            .MustRefuse(422, "validation", "borrowConcurrencyFrom");

    [Fact]
    public async Task A_lender_is_in_use_until_nobody_borrows()
    {
        var lender = await Api.ConnectionAsync("Lender");
        var borrower = await Api.ConnectionAsync("Borrower", Borrow(lender));

        var refused = (await Api.DeleteAsync(lender)).MustRefuse(409, "in_use");
        Assert.Equal(
            $$"""{"exports":[],"imports":[],"flows":[],"borrowers":[{"id":"{{IdOf(borrower)}}","name":"Borrower"}]}""",
            refused.Json.GetProperty("usage").GetRawText());
        Assert.Equal(refused.Json.GetProperty("usage").GetRawText(), (await Api.GetAsync($"{lender}/usage")).Text);

        (await Api.PatchAsync(borrower, """{"borrowConcurrencyFrom":null}""")).MustBe(200);
        (await Api.DeleteAsync(lender)).MustBe(204);
        (await Api.GetAsync(lender)).MustRefuse(404, "not_found");
    }

    private static string IdOf(string address) => address.Split('/')[1];

    private static string Borrow(string lender) => $",\"borrowConcurrencyFrom\":\"{IdOf(lender)}\"";
}

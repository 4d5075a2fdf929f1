using Weir.Engine.Errors;

namespace Weir.Tests.Errors;

public sealed class CauseKeyTests
{
    [Theory]
    [InlineData("Order 17 is closed.", "Order 4711 is closed.")]
    [InlineData("items[3].price: is missing", "items[12].price: is missing")]
    [InlineData("No customer 0f8fad5b-d9cb-469f-a165-70867728950e", "No customer 7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    [InlineData("ann.lee@fuchsia.example is taken", "bo@other.example is taken")]
    [InlineData("Not before 2026-11-23T01:05:32.123Z", "Not before 2025-01-02T11:00:00Z")]
    [InlineData("3.14 is too much", "10 is too much")]
    [InlineData("From 10.0.0.1: no", "From 192.168.17.4: no")]
    public void Messages_that_differ_only_in_values_have_one_cause(string one, string other) =>
        Assert.Equal(Of(one), Of(other));

    [Theory]
    [InlineData("subject: is too short", "email: is too short")]
    [InlineData("$.customer.name is missing", "$.customer.email is missing")]
    [InlineData("'yes' is no number", "Is no number")]
    [InlineData("", "No answer")]
    public void Messages_that_say_something_else_have_another_one(string one, string other) =>
        Assert.NotEqual(Of(one), Of(other));

    [Fact]
    public void The_trace_key_of_the_record_is_a_value_whatever_it_looks_like() => Assert.Equal(
        CauseKey.Of("write", "rejected", 422, "SKU-RED is sold out", "SKU-RED"),
        CauseKey.Of("write", "rejected", 422, "SKU-BLUE is sold out", "SKU-BLUE"));

    [Fact]
    public void Step_code_and_status_tell_causes_apart() => Assert.Equal(4, new[]
    {
        CauseKey.Of("write", "rejected", 422, "No", ""),
        CauseKey.Of("other", "rejected", 422, "No", ""),
        CauseKey.Of("write", "mapping", 422, "No", ""),
        CauseKey.Of("write", "rejected", null, "No", ""),
    }.Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Only_the_beginning_of_a_long_message_counts() =>
        Assert.Equal(Of(new string('x', 500) + "a"), Of(new string('x', 500) + "b"));

    private static string Of(string message) => CauseKey.Of("write", "rejected", 422, message, "1");
}

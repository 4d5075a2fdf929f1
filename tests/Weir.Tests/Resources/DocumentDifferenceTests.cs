using FsCheck;
using FsCheck.Fluent;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;
using Weir.Tests.Expressions;

namespace Weir.Tests.Resources;

public sealed class DocumentDifferenceTests
{
    private static readonly Gen<string> Documents = Gen.Choose(0, 3)
        .SelectMany(n => Generated.Json(Gen.Elements("a", "b", "id", "steps"), 3).ListOf(n))
        .Select(values => $"{{{string.Join(',', values.Select((v, i) => $"\"f{i}\":{v}"))}}}")
        .Where(IsStrict);

    [Theory]
    [InlineData("""{"name":"A"}""", """{"name":"B"}""", """name: "A" → "B" """)]
    [InlineData("""{"a":1}""", """{"a":1.0}""", "a: 1 → 1.0")]
    [InlineData("""{"a":null}""", """{}""", "")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", "")]
    [InlineData("""{"settings":{"s":"x"}}""", """{"settings":{"s":"x","t":true}}""", "settings.t:  → true")]
    [InlineData("""{"mapping":{"id":"$.id","x":1}}""", """{"mapping":{"id":"$.key"}}""", """mapping.id: "$.id" → "$.key" | mapping.x: 1 → """)]
    [InlineData("""{"mapping":null}""", """{"mapping":{"id":"$.id"}}""", """mapping: null → {"id":"$.id"}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1,3]}""", "a[1]: 2 → 3")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1]}""", "a: [1,2] → [1]")]
    public void Each_field_that_differs_is_told_with_its_path(string from, string to, string expected) =>
        Assert.Equal(expected.TrimEnd(), Told(from, to).TrimEnd());

    [Fact]
    public void An_inserted_step_is_one_change() => Assert.Equal(
        """steps[1]:  → {"id":"c"} | steps[2].into: null → "x" """.TrimEnd(),
        Told("""{"steps":[{"id":"a"},{"id":"b","into":null}]}""", """{"steps":[{"id":"a"},{"id":"c"},{"id":"b","into":"x"}]}"""));

    [Fact]
    public void A_removed_step_and_another_order_are_told() => Assert.Equal(
        """steps[2]: {"id":"c"} →  | steps: ["a","b","c"] → ["b","a"]""",
        Told("""{"steps":[{"id":"a"},{"id":"b"},{"id":"c"}]}""", """{"steps":[{"id":"b"},{"id":"a"}]}"""));

    [Fact]
    public void A_long_value_is_shown_as_its_beginning()
    {
        var change = Assert.Single(DocumentDifference.Between("""{"a":1}""", $$"""{"a":"{{new string('x', 5000)}}"}""").Changes);

        var shown = change.To!.Value.GetString()!;
        Assert.Equal(DocumentDifference.ValueCharsMax + 1, shown.Length);
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Further_changes_are_counted()
    {
        var many = string.Join(',', Enumerable.Range(0, 150).Select(i => $"\"f{i}\":1"));

        var (changes, more) = DocumentDifference.Between("{}", $"{{{many}}}");

        Assert.Equal((DocumentDifference.ChangesMax, 50), (changes.Count, more));
    }

    [Fact]
    public void Very_many_fields_are_compared_in_one_walk()
    {
        var fields = Enumerable.Range(0, 80_000).Select(i => $"\"f{i}\":{i}");
        var items = string.Join(',', Enumerable.Repeat("{}", 80_000));

        var (changes, _) = DocumentDifference.Between(
            $"{{{string.Join(',', fields)},\"list\":[{items},1]}}", $"{{\"list\":[{items},2],{string.Join(',', fields.Reverse())}}}");

        Assert.Equal("list[80000]", Assert.Single(changes).Field);
    }

    [Fact]
    public void A_document_does_not_differ_from_itself() => Prop.ForAll(
        Documents.ToArbitrary(), text => Assert.Empty(DocumentDifference.Between(text + " ", text).Changes)).Check(Generated.Often);

    [Fact]
    public void The_difference_the_other_way_has_as_many_changes() => Prop.ForAll(
        Documents.ToArbitrary(),
        Documents.ToArbitrary(),
        (from, to) => Assert.Equal(
            DocumentDifference.Between(from, to).Changes.Count, DocumentDifference.Between(to, from).Changes.Count))
        .Check(Generated.Often);

    /// <summary>What is stored has no key twice and no half characters: bodies with them are refused.</summary>
    private static bool IsStrict(string json)
    {
        try
        {
            Body.Parse(json);
            return true;
        }
        catch (RefusalException)
        {
            return false;
        }
    }

    private static string Told(string from, string to) => string.Join(
        " | ", DocumentDifference.Between(from, to).Changes.Select(c => $"{c.Field}: {c.From?.GetRawText()} → {c.To?.GetRawText()}"));
}

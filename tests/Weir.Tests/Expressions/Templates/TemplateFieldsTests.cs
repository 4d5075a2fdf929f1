using Weir.Expressions;
using Weir.Expressions.Templates;

namespace Weir.Tests.Expressions.Templates;

public sealed class TemplateFieldsTests
{
    [Theory]
    [InlineData("no tag", "")]
    [InlineData("https://{{subdomain}}.example/{{ id }}", "subdomain id")]
    [InlineData("{{customer.name.first}} {{this.city}}", "customer city")]
    [InlineData("{{uppercase name}} {{default (trim a) b}}", "name a b")]
    [InlineData("{{#if a}}{{b}}{{else if c}}{{d}}{{else}}{{e}}{{/if}}", "a b c d e")]
    [InlineData("{{#compare a '==' 'x'}}{{b}}{{/compare}}", "a b")]
    [InlineData("{{#each rows}}{{id}}{{else}}{{none}}{{/each}}", "rows none")]
    [InlineData("{{#customer}}{{id}}{{/customer}}", "customer")]
    [InlineData("{{lastRun}} {{@root.a}}", "lastRun")]
    [InlineData("{{{{raw}}}}{{a}}{{{{/raw}}}}{{! {{b}} }}", "")]
    public void The_fields_that_a_template_reads_are_known_before_there_is_a_record(string text, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), TemplateFields.Of(text).Order());

    [Fact]
    public void What_is_no_template_is_refused() => Assert.Throws<ExpressionException>(() => TemplateFields.Of("{{upercase a}}"));
}

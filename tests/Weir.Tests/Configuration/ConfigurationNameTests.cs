using FsCheck;
using FsCheck.Fluent;
using Weir.Commands.Configuration;
using Weir.Engine.Configuration;
using Weir.Tests.Expressions;

namespace Weir.Tests.Configuration;

/// <summary>Names of variables and of files, made from whatever a resource is called.</summary>
public sealed class ConfigurationNameTests
{
    private static readonly Gen<string> Names = Generated.TextOf(
        "a", "B", "3", " ", "-", "_", ".", "/", "..", "\\", "é", "漢", "😀", "weir", "con", "$", "'", "\"", "~");

    [Theory]
    [InlineData("Gorgias fuchsia", "password", "GORGIAS_FUCHSIA_PASSWORD")]
    [InlineData("Shop (EU)", "apiKey", "SHOP_EU_API_KEY")]
    [InlineData("3PL", "token", "CONNECTION_3PL_TOKEN")]
    [InlineData("漢", "token", "CONNECTION_TOKEN")]
    [InlineData("Weir", "token", "CONNECTION_WEIR_TOKEN")]
    [InlineData("weir api", "token", "CONNECTION_WEIR_API_TOKEN")]
    public void A_variable_is_named_after_connection_and_field(string connection, string field, string variable) =>
        Assert.Equal(variable, new EnvironmentNames().For(connection, field));

    [Fact]
    public void Connections_with_names_alike_never_share_a_variable()
    {
        var names = new EnvironmentNames();

        Assert.Equal(["A_B_TOKEN", "A_B_2_TOKEN", "A_B_3_TOKEN"], new[] { "A b", "a-b", "a.b" }.Select(n => names.For(n, "token")));
    }

    [Fact]
    public void Every_variable_is_one_that_a_shell_takes_and_stands_once() => Prop.ForAll(
        Arb.From(Names.ListOf(6)),
        made =>
        {
            var names = new EnvironmentNames();
            var variables = made.Select(n => names.For(n, "apiKey")).ToList();
            Assert.All(variables, v => Assert.True(SecretWord.IsName(v) && !v.StartsWith("WEIR_", StringComparison.Ordinal), v));
            Assert.Equal(variables.Count, variables.Distinct(StringComparer.Ordinal).Count());
        }).Check(Generated.Often);

    [Fact]
    public void Every_file_has_a_safe_name_of_its_own() => Prop.ForAll(
        Arb.From(Names.ListOf(6)),
        made =>
        {
            var names = new FileNames(["a.yaml", "B.YAML"]);
            var files = made.Select(n => names.For(n, "export")).ToList();
            Assert.All(files, f => Assert.Matches("^[a-z0-9][a-z0-9-]*\\.yaml$", f));
            Assert.Equal(files.Count + 2, files.Append("a.yaml").Append("b.yaml").Distinct(StringComparer.OrdinalIgnoreCase).Count());
            Assert.DoesNotContain("con.yaml", files);
        }).Check(Generated.Often);
}

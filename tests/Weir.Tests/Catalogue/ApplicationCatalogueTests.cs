using Weir.Engine.Catalogue;
using Weir.Tests.Tidy;

namespace Weir.Tests.Catalogue;

public sealed class ApplicationCatalogueTests : IDisposable
{
    private const string Shop = """
        key: shop
        name: Shop
        category: Commerce
        description: A shop.
        http: { baseUri: https://api.shop.example }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("weir-catalogue-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Applications_are_found_by_key_and_listed_by_name()
    {
        Write("shop", Shop);
        Write("bakery", Shop.Replace("shop", "bakery").Replace("Shop", "bakery"));
        var catalogue = Load();
        Assert.Equal(["bakery", "Shop"], catalogue.All.Select(a => a.Name));
        Assert.Equal("Shop", catalogue.Find("shop")?.Name);
        Assert.Null(catalogue.Find("Shop"));
    }

    [Fact]
    public void The_operators_own_definition_counts_instead_of_ours()
    {
        Write("gorgias", Shop.Replace("key: shop", "key: gorgias"));
        var catalogue = ApplicationCatalogue.Load([Repository.Full("applications"), _folder], new Dictionary<string, string>());
        Assert.Equal("Shop", catalogue.Find("gorgias")?.Name);
        Assert.Equal(3, catalogue.All.Count);
    }

    [Fact]
    public void The_problems_of_all_files_are_said_at_once()
    {
        Write("shop", Shop.Replace("category", "kategory"));
        Write("bakery", Shop);
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));
        Directory.CreateDirectory(Path.Combine(_folder, ".git"));
        var refused = Assert.Throws<DefinitionException>(() => Load());
        var place = $"{Path.GetFileName(_folder)}/";
        Assert.Equal(
            [$"{place}bakery/definition.yaml:1:6", $"{place}empty/definition.yaml:1:1", $"{place}shop/definition.yaml:1:1", $"{place}shop/definition.yaml:3:1"],
            refused.Problems.Select(p => p[..p.IndexOf(": ", StringComparison.Ordinal)]));
        Assert.Equal(string.Join(Environment.NewLine, refused.Problems), refused.Message);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said()
    {
        var missing = Path.Combine(_folder, "nowhere");
        var refused = Assert.Throws<DefinitionException>(() => ApplicationCatalogue.Load([missing], new Dictionary<string, string>()));
        Assert.Contains(missing, refused.Message);
    }

    [Theory]
    [InlineData("gorgias", "http://127.0.0.1:9000/api")]
    [InlineData("Gorgias", "http://127.0.0.1:9000/{{subdomain}}/api")]
    [InlineData("gorgias", "http://{{subdomain}}.localhost:9000")]
    [InlineData("http", "https://proxy.internal/api")]
    public void The_operator_replaces_the_base_address_and_with_it_the_allowed_hosts(string key, string baseUri)
    {
        var replaced = Override(key, baseUri).Find(key.ToLowerInvariant())!.Http!;
        Assert.Equal((baseUri, true, 0), (replaced.BaseUri, replaced.Trusted, replaced.AllowedHosts.Count));
    }

    [Fact]
    public void No_address_is_trusted_unless_the_operator_gave_it() =>
        Assert.DoesNotContain(Override("gorgias", "http://127.0.0.1:9000").All, a => a.Key != "gorgias" && a.Http is { Trusted: true });

    [Theory]
    [InlineData("shopify", "http://127.0.0.1", "Weir:Applications:shopify:BaseUri: there is no application 'shopify'; there are files, gorgias, http")]
    [InlineData("files", "http://127.0.0.1", "Weir:Applications:files:BaseUri: 'files' has no address to replace")]
    [InlineData("gorgias", "127.0.0.1:9000", "Weir:Applications:gorgias:BaseUri: '127.0.0.1:9000' is no http or https address")]
    [InlineData("gorgias", "", "Weir:Applications:gorgias:BaseUri: '' is no http or https address")]
    [InlineData("gorgias", "http://{{subdomian}}.localhost", "Weir:Applications:gorgias:BaseUri: 'http://{{subdomian}}.localhost' may hold")]
    [InlineData("gorgias", "http://{{password}}.localhost", "Weir:Applications:gorgias:BaseUri: 'http://{{password}}.localhost' may hold")]
    public void A_bad_replacement_is_refused_with_the_name_of_the_setting(string key, string baseUri, string expected) =>
        Assert.StartsWith(
            expected, Assert.Throws<DefinitionException>(() => Override(key, baseUri)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_operator_leaves_room_in_the_limits_of_an_application() =>
        Assert.Equal(20, WithHeadroom("gorgias").Find("gorgias")!.Http!.HeadroomPercent);

    [Theory]
    [InlineData("shopify", "Weir:Applications:shopify:Headroom: there is no application 'shopify'")]
    [InlineData("files", "Weir:Applications:files:Headroom: 'files' has no limit to leave room in")]
    public void Room_in_what_has_no_limit_is_refused(string key, string expected) =>
        Assert.StartsWith(
            expected, Assert.Throws<DefinitionException>(() => WithHeadroom(key)).Message, StringComparison.Ordinal);

    private static ApplicationCatalogue WithHeadroom(string key) => ApplicationCatalogue.Load(
        [Repository.Full("applications")], new Dictionary<string, string>(), new Dictionary<string, int> { [key] = 20 });

    private static ApplicationCatalogue Override(string key, string baseUri) =>
        ApplicationCatalogue.Load([Repository.Full("applications")], new Dictionary<string, string> { [key] = baseUri });

    private ApplicationCatalogue Load() => ApplicationCatalogue.Load([_folder], new Dictionary<string, string>());

    private void Write(string key, string yaml)
    {
        Directory.CreateDirectory(Path.Combine(_folder, key));
        File.WriteAllText(Path.Combine(_folder, key, ApplicationCatalogue.FileName), yaml);
    }
}

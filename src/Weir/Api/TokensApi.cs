using Weir.Engine.Accounts;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/tokens</c></summary>
internal static class TokensApi
{
    private const string Path = "/tokens";

    public static void Map(IEndpointRouteBuilder v1)
    {
        var tokens = v1.MapGroup(Path).WithTags("Account");
        tokens.MapGet("", ListAsync).WithName("listTokens").Needs(Role.Administrator).ProducesList<TokenView>();
        tokens.MapPost("", CreateAsync).WithName("createToken").Needs(Role.Administrator).Produces<TokenView>(201)
            .Takes<TokenView>(TokenView.ReadOnlyFields, "name");
        tokens.MapGet("/{id}", ReadAsync).WithName("readToken").Needs(Role.Administrator).Produces<TokenView>();
        tokens.MapDelete("/{id}", DeleteAsync).WithName("deleteToken").Needs(Role.Administrator).Produces(204);
    }

    private static async Task<JsonAnswer> ListAsync(HttpContext http, TokenService service) =>
        JsonAnswer.List(await service.ListAsync(http.ListQuery(), http.RequestAborted), AccountJson.Default.TokenView);

    private static async Task<JsonAnswer> CreateAsync(HttpContext http, TokenService service)
    {
        var view = await service.CreateAsync(await http.BodyAsync(), http.Actor(), http.RequestAborted);
        return JsonAnswer.Created(view, AccountJson.Default.TokenView, view.Version, $"/v1{Path}/{view.Id}");
    }

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, string id, TokenService service)
    {
        var view = await service.ReadAsync(new TokenId(id), http.RequestAborted);
        return JsonAnswer.Ok(view, AccountJson.Default.TokenView, view.Version);
    }

    private static async Task<JsonAnswer> DeleteAsync(HttpContext http, string id, TokenService service)
    {
        await service.DeleteAsync(new TokenId(id), http.IfMatch(), http.Actor(), http.RequestAborted);
        return JsonAnswer.NoContent;
    }
}

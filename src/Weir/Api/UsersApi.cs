using Weir.Engine.Accounts;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/users</c></summary>
internal static class UsersApi
{
    private const string Path = "/users";

    public static void Map(IEndpointRouteBuilder v1)
    {
        var users = v1.MapGroup(Path).WithTags("Account");
        users.MapGet("", ListAsync).WithName("listUsers").Needs(Role.Administrator).ProducesList<UserView>();
        users.MapPost("", CreateAsync).WithName("createUser").Needs(Role.Administrator).Produces<UserView>(201)
            .TakesBody<UserBody>("email");
        users.MapGet("/{id}", ReadAsync).WithName("readUser").Needs(Role.Administrator).Produces<UserView>();
        users.MapPatch("/{id}", ChangeAsync).WithName("changeUser").Needs(Role.Administrator).Produces<UserView>()
            .TakesBody<UserBody>();
        users.MapDelete("/{id}", DeleteAsync).WithName("deleteUser").Needs(Role.Administrator).Produces(204);
    }

    private static async Task<JsonAnswer> ListAsync(HttpContext http, UserService service) =>
        JsonAnswer.List(await service.ListAsync(http.ListQuery(), http.RequestAborted), AccountJson.Default.UserView);

    private static async Task<JsonAnswer> CreateAsync(HttpContext http, UserService service)
    {
        var view = await service.CreateAsync(await http.BodyAsync(), http.Actor(), http.RequestAborted);
        return JsonAnswer.Created(view, AccountJson.Default.UserView, view.Version, $"/v1{Path}/{view.Id}");
    }

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, string id, UserService service) =>
        Ok(await service.ReadAsync(new UserId(id), http.RequestAborted));

    private static async Task<JsonAnswer> ChangeAsync(HttpContext http, string id, UserService service)
    {
        var patch = await http.BodyAsync();
        return Ok(await service.ChangeAsync(new UserId(id), patch, http.IfMatch(), http.Actor(), http.RequestAborted));
    }

    private static async Task<JsonAnswer> DeleteAsync(HttpContext http, string id, UserService service)
    {
        await service.DeleteAsync(new UserId(id), http.IfMatch(), http.Actor(), http.RequestAborted);
        return JsonAnswer.NoContent;
    }

    private static JsonAnswer Ok(UserView view) => JsonAnswer.Ok(view, AccountJson.Default.UserView, view.Version);
}

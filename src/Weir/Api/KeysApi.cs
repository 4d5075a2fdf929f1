using Weir.Engine.Audit;
using Weir.Hosting;
using Weir.Model;
using Weir.Vault;

namespace Weir.Api;

/// <summary><c>/v1/keys</c></summary>
internal static class KeysApi
{
    private const string Path = "/keys";

    public static void Map(IEndpointRouteBuilder v1)
    {
        var keys = v1.MapGroup(Path).WithTags("Keys");
        keys.MapGet("", Read).WithName("readKeys").Needs(Role.Owner).Produces<KeysView>();
        keys.MapPost("/rotate", RotateAsync).WithName("rotateKeys").Needs(Role.Owner).Produces<KeysView>(202);
    }

    private static JsonAnswer Read(MasterKeyLife life) => JsonAnswer.Ok(life.View, KeysJson.Default.KeysView);

    private static async Task<JsonAnswer> RotateAsync(HttpContext http, MasterKeyLife life, AuditTrail audit)
    {
        await http.NoBodyAsync();
        var keys = life.Rotate();
        await audit.NoteAsync(http.Actor(), AuditActions.KeysRotated, new AuditTarget("keys", null, null), ("from", keys.MasterKeyId));
        return JsonAnswer.Accepted(keys, KeysJson.Default.KeysView, $"/v1{Path}");
    }
}
